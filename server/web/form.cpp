#include "web/form.h"

#include <boost/json/parse.hpp>
#include <boost/system/error_code.hpp>

namespace shipvote::web {
namespace {

constexpr std::size_t deepest = 8;

// "application/json", whatever parameters follow; browsers and scripts that send none are taken at their word.
bool is_json(std::string_view content_type) {
  if (content_type.empty()) return true;
  auto const end = content_type.find_first_of("; \t");
  std::string type{content_type.substr(0, end)};
  for (char& letter : type) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + 32);
  }
  return type == "application/json";
}

}  // namespace

Outcome<boost::json::object> read_object(http::Request const& request) {
  if (!is_json(request.content_type)) {
    return Refusal{RefusalCode::unsupported_media_type, "Content-Type must be application/json"};
  }
  boost::json::parse_options options;
  options.max_depth = deepest;
  boost::system::error_code error;
  auto value = boost::json::parse(request.body, error, {}, options);
  if (error) return Refusal{RefusalCode::invalid_request, "The body must be valid JSON", error.message()};
  if (!value.is_object()) return Refusal{RefusalCode::invalid_request, "The body must be a JSON object"};
  return std::move(value.as_object());
}

Form::Form(boost::json::object const& object) : object_(object), refusal_(RefusalCode::invalid_request, "") {}

boost::json::value const* Form::find(std::string_view key) const {
  auto const* const value = object_.if_contains(key);
  return value == nullptr || value->is_null() ? nullptr : value;
}

std::optional<std::string> Form::text(std::string_view key, std::size_t most_bytes) {
  auto const* const value = find(key);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) {
    note(key, "must be a text");
    return std::nullopt;
  }
  auto const& text = value->as_string();
  if (text.size() > most_bytes) {
    note(key, "must be at most " + std::to_string(most_bytes) + " bytes long");
    return std::nullopt;
  }
  return std::string{text.data(), text.size()};
}

std::optional<bool> Form::flag(std::string_view key) {
  auto const* const value = find(key);
  if (value == nullptr) return std::nullopt;
  if (!value->is_bool()) {
    note(key, "must be true or false");
    return std::nullopt;
  }
  return value->as_bool();
}

std::optional<std::uint64_t> Form::number(std::string_view key, std::uint64_t least, std::uint64_t most) {
  auto const* const value = find(key);
  if (value == nullptr) return std::nullopt;
  boost::system::error_code error;
  auto const number = value->is_number() ? value->to_number<std::uint64_t>(error) : 0;
  if (!value->is_number() || error || number < least || number > most) {
    note(key, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return std::nullopt;
  }
  return number;
}

boost::json::array const* Form::list(std::string_view key) {
  auto const* const value = find(key);
  if (value == nullptr) return nullptr;
  if (!value->is_array()) {
    note(key, "must be a list");
    return nullptr;
  }
  return &value->as_array();
}

void Form::note(std::string_view key, std::string problem) {
  refusal_.fields.emplace_back(std::string{key}, std::move(problem));
}

void Form::note_if_missing(std::string_view key) {
  if (!given(key)) note(key, "can't be blank");
}

Refusal Form::refusal(RefusalCode code) const {
  Refusal refusal{code, ""};
  refusal.fields = refusal_.fields;
  for (FieldError const& error : refusal.fields) {
    refusal.message += (refusal.message.empty() ? "" : "; ") + error.field + " " + error.message;
  }
  return refusal;
}

}  // namespace shipvote::web
