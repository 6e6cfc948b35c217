// For the tests of this room: a Wargaming API of the test's own making, and time that passes when it is waited for.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/outgoing_call.h"
#include "wargaming/waiter.h"

namespace shipvote::wargaming::test {

inline std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%' && at + 2 < text.size()) {
      out.push_back(static_cast<char>(std::stoi(std::string{text.substr(at + 1, 2)}, nullptr, 16)));
      at += 2;
    } else {
      out.push_back(text[at]);
    }
  }
  return out;
}

inline std::map<std::string, std::string> form_of(OutgoingRequest const& request) {
  std::map<std::string, std::string> form;
  std::istringstream in{request.body};
  for (std::string pair; std::getline(in, pair, '&');) {
    std::size_t const equals = pair.find('=');
    form[pair.substr(0, equals)] = percent_decoded(std::string_view{pair}.substr(equals + 1));
  }
  return form;
}

inline OutgoingResult answered(std::string body, int status = 200) {
  OutgoingResponse response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

// As the API says it: HTTP 200, and the error in the body.
inline OutgoingResult error_answer(std::string const& message, std::string const& field = "null") {
  return answered(R"({"status":"error","error":{"field":)" + field + R"(,"message":")" + message +
                  R"(","code":407,"value":null}})");
}

class FakeCaller final : public OutgoingCaller {
 public:
  using Answer = std::function<OutgoingResult(OutgoingRequest const&)>;

  explicit FakeCaller(Answer answer) : answer_(std::move(answer)) {}
  // Each call the next one; the last one again and again.
  explicit FakeCaller(std::vector<OutgoingResult> results)
      : answer_([results = std::move(results), next = std::size_t{0}](OutgoingRequest const&) mutable {
          return results[std::min(next++, results.size() - 1)];
        }) {}

  void call(OutgoingRequest request, OutgoingDone done) override {
    OutgoingResult result = [&] {
      std::lock_guard const lock{mutex_};
      requests.push_back(request);
      return answer_(request);
    }();
    done(std::move(result));
  }

  std::vector<OutgoingRequest> requests;

 private:
  std::mutex mutex_;
  Answer answer_;
};

class FakeWaiter final : public Waiter {
 public:
  [[nodiscard]] Moment now() const override {
    std::lock_guard const lock{mutex_};
    return now_;
  }
  [[nodiscard]] bool wait_until(Moment moment) override {
    std::lock_guard const lock{mutex_};
    if (moment > now_) now_ = moment;
    waited_for.push_back(moment);
    return !stopped_;
  }
  void stop() override {
    std::lock_guard const lock{mutex_};
    stopped_ = true;
  }

  // Since the start of this time.
  [[nodiscard]] std::chrono::milliseconds passed() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(now() - start);
  }

  static constexpr Moment start{std::chrono::hours{1}};
  std::vector<Moment> waited_for;

 private:
  mutable std::mutex mutex_;
  Moment now_ = start;
  bool stopped_ = false;
};

}  // namespace shipvote::wargaming::test
