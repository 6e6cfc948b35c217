#include "sim/helix_reading.h"

#include <algorithm>
#include <boost/json.hpp>

#include "http/message.h"

namespace shipvote::sim {

std::optional<boost::json::object> json_object(std::string_view text) {
  boost::system::error_code error;
  auto value = boost::json::parse(text, error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.as_object());
}

bool text_field(boost::json::object const& object, std::string_view name, std::string& into) {
  auto const* value = object.if_contains(name);
  if (value == nullptr) return true;
  if (!value->is_string()) return false;
  into = value->as_string();
  return true;
}

std::vector<std::string> query_values(std::string_view query, std::string_view name) {
  std::vector<std::string> values;
  auto pairs = http::parse_query(query, 200);
  if (!pairs) return values;
  for (auto& [key, value] : *pairs) {
    if (key == name) values.push_back(std::move(value));
  }
  return values;
}

std::optional<std::string> query_value(std::string_view query, std::string_view name) {
  auto values = query_values(query, name);
  if (values.empty()) return std::nullopt;
  return std::move(values.front());
}

bool digits(std::string_view text) noexcept {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char letter) { return letter >= '0' && letter <= '9'; });
}

}  // namespace shipvote::sim
