// What comes back from the Wargaming API, whichever method was called (docs/platforms/wargaming.md,
// "Calls and answers").
// Internal to the room: it pulls in the JSON library.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <variant>

#include "foundation/outgoing_call.h"

namespace shipvote::wargaming {

// {"status":"ok","meta":{…},"data":…}
struct Answer {
  Answer(boost::json::object answer_meta, boost::json::value answer_data)
      : meta(std::move(answer_meta)), data(std::move(answer_data)) {}
  boost::json::object meta;  // empty when the method sends none
  boost::json::value data;
};

// {"status":"error","error":{"field":…,"message":…}}, usually with HTTP status 200. The sent value is left out: it may
// be the application_id.
struct ApiError {
  ApiError(std::string error_message, std::string error_field)
      : message(std::move(error_message)), field(std::move(error_field)) {}
  std::string message;
  std::string field;
};

// Not in the form of the API at all.
struct NoSense {
  explicit NoSense(std::string log_detail) : detail(std::move(log_detail)) {}
  std::string detail;
};

// HTTP 429 without a body of the API counts as REQUEST_LIMIT_EXCEEDED.
[[nodiscard]] std::variant<Answer, ApiError, NoSense> read_answer(OutgoingResponse const& response);

}  // namespace shipvote::wargaming
