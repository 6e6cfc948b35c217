// Calls the API of a running shipvote-web as views do, and writes down every exchange, so that all of them can be held
// against docs/openapi.yaml afterwards (tests/openapi/validate.mjs).
#pragma once

#include <boost/json/value.hpp>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "e2e/running_web.h"
#include "foundation/outgoing_call.h"
#include "http/client.h"

namespace shipvote::e2e {

struct Call {
  Call(std::string call_method, std::string call_path) : method(std::move(call_method)), path(std::move(call_path)) {}

  std::string method;
  std::string path;   // with the query
  std::string token;  // of the Authorization header; empty: none
  std::string body;   // empty: none
  std::vector<std::pair<std::string, std::string>> headers;
};

struct Answer {
  int status = 0;
  std::string body;
  boost::json::value json;  // of the body; null when that is no JSON
  std::vector<std::pair<std::string, std::string>> headers;

  [[nodiscard]] std::string_view header(std::string_view lower_case_name) const noexcept;
  [[nodiscard]] std::string text() const;  // "200", "401 unauthorized": the status and the code of a refusal
  // Throws when there is no such thing in the answer; the message has all of it.
  [[nodiscard]] boost::json::value const& at(std::string_view json_pointer) const;
  [[nodiscard]] boost::json::value const& data() const { return at("/data"); }
  [[nodiscard]] std::string string_at(std::string_view json_pointer) const;
  [[nodiscard]] std::uint64_t number_at(std::string_view json_pointer) const;
  // The value of one time series of a page of figures, such as `shipvote_ballots_total{verdict="accepted"}`. Throws
  // when it has none.
  [[nodiscard]] double figure(std::string const& series) const;
};

// Calls `base` + call.path and waits for the answer. Throws std::runtime_error when there is none.
[[nodiscard]] Answer answer_to(OutgoingCaller& caller, std::string const& base, Call const& call);

// Any thread.
class ApiClient {
 public:
  // Exchanges go to $SHIPVOTE_EXCHANGES/<name>-<process id>.jsonl where that folder is given. `web` must outlive it.
  ApiClient(RunningWeb const& web, std::string const& name);

  // Throws std::runtime_error when there is no answer.
  Answer send(Call const& call);
  Answer get(std::string const& path, std::string const& token = {});
  Answer post(std::string const& path, std::string const& token, boost::json::value const& body);
  Answer put(std::string const& path, std::string const& token, boost::json::value const& body);
  Answer patch(std::string const& path, std::string const& token, boost::json::value const& body);
  Answer remove(std::string const& path, std::string const& token);
  // A page of the operator's listener.
  Answer operator_page(std::string const& path);

 private:
  void write_down(Call const& call, Answer const& answer);

  RunningWeb const& web_;
  std::unique_ptr<http::Client> client_;
  std::mutex mutex_;
  std::ofstream exchanges_;
};

}  // namespace shipvote::e2e
