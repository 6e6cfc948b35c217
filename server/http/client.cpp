#include "http/client.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <deque>
#include <iterator>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "foundation/log.h"
#include "http/client_transfer.h"

namespace shipvote::http {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds expiry_check_every{100};
constexpr milliseconds idle_poll{10'000};

struct Call {
  OutgoingRequest request;
  OutgoingDone done;
  std::string origin;
  Clock::time_point deadline;
};

// What one scheme, host and port has under way. Calls to a host that hangs wait here and hold up no other host.
struct Host {
  // The call that goes next, if any waits.
  [[nodiscard]] std::optional<Call> take_next() {
    auto next = std::find_if(waiting.begin(), waiting.end(), [](auto const& calls) { return !calls.empty(); });
    if (next == waiting.end()) return std::nullopt;
    auto const last = std::prev(waiting.end());
    // On a host that is always busy those of the last turn would wait for ever.
    if (!last->empty() && ++passed_over == limits::outgoing_calls_before_last) next = last;
    if (next == last) passed_over = 0;
    Call call = std::move(next->front());
    next->pop_front();
    return call;
  }
  [[nodiscard]] bool idle() const {
    return active == 0 && std::all_of(waiting.begin(), waiting.end(), [](auto const& calls) { return calls.empty(); });
  }

  std::array<std::deque<Call>, call_turns> waiting;  // by turn
  std::size_t passed_over = 0;                       // how often another call went before one of the last turn
  std::size_t active = 0;
  bool multiplexed = false;  // it answered by HTTP/2, so more calls than connections make sense
};

struct ActiveCall {
  explicit ActiveCall(ClientSettings const& settings) : transfer(settings) {}
  Transfer transfer;
  OutgoingDone done;
  Host* host = nullptr;  // null while idle
};

struct Refused {
  OutgoingDone done;
  OutgoingFailure failure;
};

struct CloseMulti {
  void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
};

void require(CURLMcode code, char const* what) {
  if (code == CURLM_OK) return;
  log::error("outgoing_calls_broken", {{"what", what}, {"why", curl_multi_strerror(code)}});
  std::abort();
}

class CurlClient final : public Client {
 public:
  explicit CurlClient(ClientSettings settings) : settings_(std::move(settings)), multi_(curl_multi_init()) {
    if (!multi_) throw std::runtime_error("libcurl gives no multi handle");
    auto const connections = static_cast<long>(settings_.connections_per_host);
    require(curl_multi_setopt(multi_.get(), CURLMOPT_PIPELINING, long{CURLPIPE_MULTIPLEX}), "multiplexing");
    require(curl_multi_setopt(multi_.get(), CURLMOPT_MAX_HOST_CONNECTIONS, connections), "connections per host");
    require(curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, 4 * connections), "connections kept");
    thread_ = std::thread{[this] { run(); }};
  }
  ~CurlClient() override { stop(); }
  CurlClient(CurlClient const&) = delete;
  CurlClient& operator=(CurlClient const&) = delete;

  void call(OutgoingRequest request, OutgoingDone done) override;
  [[nodiscard]] ClientFigures figures() const noexcept override;
  void stop() override;

 private:
  void refuse(OutgoingDone done, OutgoingFailure failure);
  void run();
  [[nodiscard]] bool take_inbox();
  void start_waiting();
  [[nodiscard]] std::size_t most_at_once(Host const& host) const;
  void start_one(Host& host, Call call);
  void finish_answered();
  void finish(ActiveCall& active, CURLcode code);
  void expire_waiting();
  void expire(std::deque<Call>& waiting, Clock::time_point now);
  void forget_idle_hosts();
  void fail_everything();
  void tell(OutgoingDone const& done, OutgoingResult result);

  ClientSettings const settings_;
  std::unique_ptr<CURLM, CloseMulti> multi_;

  std::mutex mutex_;  // guards the next three
  std::vector<Call> inbox_;
  std::vector<Refused> refused_;
  bool stopping_ = false;

  std::mutex stop_mutex_;  // one stop() at a time
  std::atomic<std::size_t> waiting_{0};
  std::atomic<std::uint64_t> calls_{0};
  std::atomic<std::uint64_t> failures_{0};
  std::atomic<std::uint64_t> connections_{0};
  std::atomic<std::uint64_t> in_flight_{0};

  // Touched by the thread only.
  std::unordered_map<std::string, Host> hosts_;
  std::vector<std::unique_ptr<ActiveCall>> all_calls_;
  std::vector<ActiveCall*> idle_calls_;
  Clock::time_point next_expiry_check_{};

  std::thread thread_;
};

void CurlClient::call(OutgoingRequest request, OutgoingDone done) {
  calls_.fetch_add(1, std::memory_order_relaxed);
  in_flight_.fetch_add(1, std::memory_order_relaxed);
  if (std::string fault = fault_of(request); !fault.empty()) {
    refuse(std::move(done), OutgoingFailure{false, std::move(fault), false});
    return;
  }
  std::string origin = origin_of(request.url);
  auto const deadline = Clock::now() + std::clamp(request.timeout, milliseconds{1}, limits::outgoing_timeout_longest);
  bool wake = false;
  {
    std::lock_guard const lock{mutex_};
    if (!stopping_ && waiting_.load(std::memory_order_relaxed) < settings_.calls_waiting) {
      wake = inbox_.empty() && refused_.empty();
      waiting_.fetch_add(1, std::memory_order_relaxed);
      inbox_.push_back(Call{std::move(request), std::move(done), std::move(origin), deadline});
      // Woken under the lock: after stop() has taken it, the multi handle may be gone.
      if (wake) require(curl_multi_wakeup(multi_.get()), "wake-up");
      return;
    }
  }
  refuse(std::move(done), OutgoingFailure{false, "too many outgoing calls are waiting", false});
}

void CurlClient::refuse(OutgoingDone done, OutgoingFailure failure) {
  {
    std::lock_guard const lock{mutex_};
    if (!stopping_ && refused_.size() < settings_.calls_waiting) {
      bool const wake = inbox_.empty() && refused_.empty();
      refused_.push_back(Refused{std::move(done), std::move(failure)});
      if (wake) require(curl_multi_wakeup(multi_.get()), "wake-up");
      return;
    }
    if (stopping_) failure = OutgoingFailure{false, "the server is shutting down", false};
  }
  tell(done, std::move(failure));
}

void CurlClient::tell(OutgoingDone const& done, OutgoingResult result) {
  in_flight_.fetch_sub(1, std::memory_order_relaxed);
  if (std::holds_alternative<OutgoingFailure>(result)) failures_.fetch_add(1, std::memory_order_relaxed);
  done(std::move(result));
}

ClientFigures CurlClient::figures() const noexcept {
  ClientFigures figures;
  figures.calls = calls_.load(std::memory_order_relaxed);
  figures.failures = failures_.load(std::memory_order_relaxed);
  figures.connections = connections_.load(std::memory_order_relaxed);
  figures.in_flight = in_flight_.load(std::memory_order_relaxed);
  return figures;
}

void CurlClient::stop() {
  std::lock_guard const one_at_a_time{stop_mutex_};
  if (!thread_.joinable()) return;
  {
    std::lock_guard const lock{mutex_};
    stopping_ = true;
    require(curl_multi_wakeup(multi_.get()), "wake-up");
  }
  thread_.join();
}

void CurlClient::run() {
  // Signals are for the main thread; and a TLS connection that breaks must not raise SIGPIPE, which libcurl leaves to
  // its user when it is told to keep off signals.
  sigset_t every_signal;
  sigfillset(&every_signal);
  pthread_sigmask(SIG_BLOCK, &every_signal, nullptr);
  while (take_inbox()) {
    start_waiting();
    int running = 0;
    require(curl_multi_perform(multi_.get(), &running), "perform");
    finish_answered();
    start_waiting();
    expire_waiting();
    bool const some_wait = waiting_.load(std::memory_order_relaxed) > 0;
    auto const pause = some_wait ? expiry_check_every : idle_poll;
    require(curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(pause.count()), nullptr), "poll");
  }
  fail_everything();
}

// False: stop() was called.
bool CurlClient::take_inbox() {
  std::vector<Call> arrived;
  std::vector<Refused> refused;
  bool go_on = false;
  {
    std::lock_guard const lock{mutex_};
    arrived.swap(inbox_);
    refused.swap(refused_);
    go_on = !stopping_;
  }
  for (Call& call : arrived) {
    auto& waiting = hosts_[call.origin].waiting[static_cast<std::size_t>(call.request.turn)];
    waiting.push_back(std::move(call));
  }
  for (Refused& each : refused) tell(each.done, std::move(each.failure));
  return go_on;
}

std::size_t CurlClient::most_at_once(Host const& host) const {
  auto const connections = settings_.connections_per_host;
  return host.multiplexed ? std::max(connections, limits::outgoing_streams_per_host) : connections;
}

void CurlClient::start_waiting() {
  for (auto& [origin, host] : hosts_) {
    while (host.active < most_at_once(host)) {
      auto call = host.take_next();
      if (!call) break;
      waiting_.fetch_sub(1, std::memory_order_relaxed);
      start_one(host, *std::move(call));
    }
  }
  if (hosts_.size() > limits::outgoing_hosts_remembered) forget_idle_hosts();
}

void CurlClient::start_one(Host& host, Call call) {
  auto const remaining = std::chrono::floor<milliseconds>(call.deadline - Clock::now());
  if (remaining < milliseconds{1}) {
    tell(call.done, OutgoingFailure{true, call.origin + ": no free connection in time", false});
    return;
  }
  if (idle_calls_.empty()) {
    all_calls_.push_back(std::make_unique<ActiveCall>(settings_));
    idle_calls_.push_back(all_calls_.back().get());
  }
  ActiveCall& active = *idle_calls_.back();
  if (!active.transfer.prepare(std::move(call.request), remaining, &active) ||
      curl_multi_add_handle(multi_.get(), active.transfer.handle()) != CURLM_OK) {
    tell(call.done, OutgoingFailure{false, call.origin + ": libcurl refuses this request", false});
    return;
  }
  idle_calls_.pop_back();
  active.done = std::move(call.done);
  active.host = &host;
  ++host.active;
}

void CurlClient::finish_answered() {
  int left = 0;
  while (CURLMsg const* const message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    CURLcode const code = message->data.result;  // the message is gone once the handle is removed
    finish(*static_cast<ActiveCall*>(Transfer::owner_of(message->easy_handle)), code);
  }
}

void CurlClient::finish(ActiveCall& active, CURLcode code) {
  require(curl_multi_remove_handle(multi_.get(), active.transfer.handle()), "remove");
  auto const made = static_cast<std::uint64_t>(std::max(0L, active.transfer.connections_made()));
  connections_.fetch_add(made, std::memory_order_relaxed);
  if (code == CURLE_OK) active.host->multiplexed = active.transfer.was_multiplexed();
  --active.host->active;
  active.host = nullptr;
  OutgoingDone const done = std::exchange(active.done, nullptr);
  OutgoingResult result = active.transfer.finish(code);
  idle_calls_.push_back(&active);
  tell(done, std::move(result));
}

// Calls that waited for a connection until their time was over.
void CurlClient::expire_waiting() {
  if (waiting_.load(std::memory_order_relaxed) == 0) return;
  auto const now = Clock::now();
  if (now < next_expiry_check_) return;
  next_expiry_check_ = now + expiry_check_every;
  for (auto& [origin, host] : hosts_) {
    for (auto& waiting : host.waiting) expire(waiting, now);
  }
}

void CurlClient::expire(std::deque<Call>& waiting, Clock::time_point now) {
  auto const late =
      std::stable_partition(waiting.begin(), waiting.end(), [now](Call const& call) { return call.deadline > now; });
  std::vector<Call> const expired{std::make_move_iterator(late), std::make_move_iterator(waiting.end())};
  waiting.erase(late, waiting.end());
  waiting_.fetch_sub(expired.size(), std::memory_order_relaxed);
  for (Call const& call : expired) {
    tell(call.done, OutgoingFailure{true, call.origin + ": no free connection in time", false});
  }
}

void CurlClient::forget_idle_hosts() {
  std::erase_if(hosts_, [](auto const& entry) { return entry.second.idle(); });
}

void CurlClient::fail_everything() {
  static constexpr char const* why = "the server is shutting down";
  for (auto const& active : all_calls_) {
    if (active->host == nullptr) continue;
    require(curl_multi_remove_handle(multi_.get(), active->transfer.handle()), "remove");
    active->host = nullptr;
    tell(std::exchange(active->done, nullptr), OutgoingFailure{false, why});
  }
  for (auto& [origin, host] : hosts_) {
    for (auto const& waiting : host.waiting) {
      for (Call const& call : waiting) tell(call.done, OutgoingFailure{false, why, false});
    }
  }
  hosts_.clear();
  waiting_.store(0, std::memory_order_relaxed);
}

}  // namespace

std::unique_ptr<Client> Client::start(ClientSettings settings) {
  static CURLcode const ready = curl_global_init(CURL_GLOBAL_DEFAULT);  // once, before any thread uses libcurl
  if (ready != CURLE_OK) throw std::runtime_error(curl_easy_strerror(ready));
  return std::make_unique<CurlClient>(std::move(settings));
}

}  // namespace shipvote::http
