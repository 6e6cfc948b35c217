#include "wargaming/answer.h"

#include <boost/json/parse.hpp>

namespace shipvote::wargaming {
namespace {

constexpr std::size_t deepest_nesting = 16;
constexpr std::size_t longest_error_text = 64;

// Upper-case words, digits and underscores, as the API's messages and field names are made of; for the log.
std::string plain_text(boost::json::value const* value) {
  if (value == nullptr || !value->is_string()) return {};
  std::string text;
  for (char const letter : value->get_string()) {
    bool const plain = (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') ||
                       (letter >= '0' && letter <= '9') || letter == '_' || letter == '.';
    text.push_back(plain ? letter : '?');
    if (text.size() == longest_error_text) break;
  }
  return text;
}

}  // namespace

std::variant<Answer, ApiError, NoSense> read_answer(OutgoingResponse const& response) {
  boost::json::parse_options options;
  options.max_depth = deepest_nesting;
  boost::json::error_code error;
  boost::json::value parsed = boost::json::parse(response.body, error, {}, options);
  boost::json::object* const body = error ? nullptr : parsed.if_object();
  boost::json::value const* const status = body == nullptr ? nullptr : body->if_contains("status");
  if (status != nullptr && *status == "error") {
    boost::json::value const* const inner = body->if_contains("error");
    boost::json::object const* const told = inner == nullptr ? nullptr : inner->if_object();
    if (told == nullptr) return NoSense{"an error without its object"};
    return ApiError{plain_text(told->if_contains("message")), plain_text(told->if_contains("field"))};
  }
  if (status != nullptr && *status == "ok") {
    boost::json::value* const data = body->if_contains("data");
    if (data == nullptr) return NoSense{"no data"};
    boost::json::value* const meta = body->if_contains("meta");
    boost::json::object paging;
    if (meta != nullptr && meta->is_object()) paging = std::move(meta->get_object());
    return Answer{std::move(paging), std::move(*data)};
  }
  if (response.status == 429) return ApiError{"REQUEST_LIMIT_EXCEEDED", ""};
  return NoSense{"HTTP status " + std::to_string(response.status) + " and no body of the API"};
}

}  // namespace shipvote::wargaming
