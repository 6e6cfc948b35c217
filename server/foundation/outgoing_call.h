// Calling out over HTTP, as the rooms that do it see it. `http` implements it; tests hand in doubles.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "foundation/limits.h"
#include "foundation/outcome.h"

namespace shipvote {

// Which goes first of the calls that wait for a connection to the same host.
enum class CallTurn : std::uint8_t { first, usual, last };
inline constexpr std::size_t call_turns = 3;

struct OutgoingRequest {
  std::string method = "GET";
  std::string url;  // never holds a secret that must not be logged, except where a platform leaves no choice
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::chrono::milliseconds timeout = limits::outgoing_timeout;
  CallTurn turn = CallTurn::usual;
};

struct OutgoingResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;

  // The first header of that (lower-case) name, or an empty text.
  [[nodiscard]] std::string_view header(std::string_view lower_case_name) const noexcept {
    for (auto const& [name, value] : headers) {
      if (name == lower_case_name) return value;
    }
    return {};
  }
};

// Why no answer came at all. What was sent may still have been carried out at the other side.
struct OutgoingFailure {
  OutgoingFailure(bool was_timeout, std::string log_detail, bool some_left = true)
      : timed_out(was_timeout), was_sent(some_left), detail(std::move(log_detail)) {}
  bool timed_out;
  bool was_sent;       // false: not a byte of it has left, so that nothing can have been done
  std::string detail;  // for the log; no URL query, no headers
};

using OutgoingResult = std::variant<OutgoingResponse, OutgoingFailure>;
using OutgoingDone = std::function<void(OutgoingResult)>;

class OutgoingCaller {
 public:
  virtual ~OutgoingCaller() = default;
  // Starts a call and returns at once; any thread. `done` is called exactly once, on a thread of the caller's own,
  // which must not be blocked: hand longer work on. Every HTTP status is a response; only a missing answer is a failure
  // (time-out, refused connection, too many calls waiting, answer above limits::outgoing_answer_bytes, shutdown).
  virtual void call(OutgoingRequest request, OutgoingDone done) = 0;
};

// Calls and waits for the answer. For threads that may block; the request's own timeout bounds the wait.
[[nodiscard]] OutgoingResult call_and_wait(OutgoingCaller& caller, OutgoingRequest request);

// Percent-encodes everything but unreserved characters, for query values and path segments.
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace shipvote
