#include "sim/crowd.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cmath>

#include "sim/crowd_plan.h"

namespace shipvote::sim {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;

constexpr int refused_connections_at_most = 20;  // in a row, before the crowd goes home
constexpr std::uint64_t answer_body_bytes = 64 * 1024;

double percentile(std::vector<float> const& sorted, double share) {
  if (sorted.empty()) return 0;
  auto const index = static_cast<std::size_t>(std::lround(share * static_cast<double>(sorted.size() - 1)));
  return static_cast<double>(sorted[index]);
}

// One run of a crowd; lives on its own loop, in one thread.
class CrowdRun {
 public:
  CrowdRun(CrowdSettings settings, std::atomic<bool> const& stop, std::mutex& result_mutex, CrowdResult& result)
      : settings_(std::move(settings)), stop_(stop), result_mutex_(result_mutex), result_(result) {}

  void run() {
    if (!find_host()) return;
    began_ = Clock::now();
    for (std::size_t index = 0; index < std::min<std::uint64_t>(settings_.connections, settings_.viewers); ++index) {
      asio::co_spawn(loop_, connection(), asio::detached);
    }
    constexpr std::chrono::milliseconds look_for_stop{50};
    while (!loop_.stopped() && !stop_.load()) loop_.run_for(look_for_stop);
    std::sort(latencies_.begin(), latencies_.end());
    std::scoped_lock const lock(result_mutex_);
    result_.seconds = std::chrono::duration<double>(Clock::now() - began_).count();
    result_.p50_ms = percentile(latencies_, 0.50);
    result_.p90_ms = percentile(latencies_, 0.90);
    result_.p99_ms = percentile(latencies_, 0.99);
    result_.longest_ms = percentile(latencies_, 1);
  }

 private:
  void problem(std::string text) {
    std::scoped_lock const lock(result_mutex_);
    if (result_.problem.empty()) result_.problem = std::move(text);
    broken_off_ = true;
  }

  bool find_host() {
    std::string_view host = settings_.web_url;
    host.remove_prefix(std::string_view("http://").size());
    host_ = host.substr(0, host.find('/'));
    auto const colon = host_.rfind(':');
    std::string const name = host_.substr(0, colon);
    std::string const port = colon == std::string::npos ? "80" : host_.substr(colon + 1);
    boost::system::error_code error;
    endpoints_ = tcp::resolver(loop_).resolve(name, port, error);
    if (error) problem("cannot find " + host_);
    return !error;
  }

  [[nodiscard]] bool over() const { return broken_off_ || stop_.load(std::memory_order_relaxed); }

  // Viewers start one after another; with a pace, the n-th no earlier than n / pace after the beginning.
  asio::awaitable<void> wait_for_turn(std::uint64_t turn) {
    if (settings_.per_second <= 0) co_return;
    asio::steady_timer timer(loop_);
    auto const due = began_ + std::chrono::duration_cast<Clock::duration>(
                                  std::chrono::duration<double>(static_cast<double>(turn) / settings_.per_second));
    constexpr std::chrono::milliseconds look_again{100};
    while (!over() && Clock::now() < due) {
      timer.expires_at(std::min<Clock::time_point>(due, Clock::now() + look_again));
      co_await timer.async_wait(asio::use_awaitable);
    }
  }

  asio::awaitable<void> connection() {
    beast::tcp_stream stream(loop_);
    beast::flat_buffer buffer;
    while (!over() && next_turn_ < settings_.viewers) {
      std::uint64_t const turn = next_turn_++;
      co_await wait_for_turn(turn);
      std::uint64_t const number = settings_.first_viewer + turn;
      ViewerPlan const plan = plan_viewer(settings_, number);
      auto const now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
      std::string const token = viewer_token(settings_, number, plan.habit, now);
      note_plan(plan);
      for (auto const ship : plan.ballots) {
        if (over()) break;
        co_await cast(stream, buffer, token, ship);
      }
      std::scoped_lock const lock(result_mutex_);
      ++result_.viewers;
      result_.seconds = std::chrono::duration<double>(Clock::now() - began_).count();
    }
  }

  void note_plan(ViewerPlan const& plan) {
    std::scoped_lock const lock(result_mutex_);
    result_.planned_ballots += plan.ballots.size();
    result_.planned_duplicates += plan.ballots.size() - 1;
    result_.planned_bad_tokens += plan.habit == ViewerHabit::bad_token ? 1 : 0;
    result_.planned_anonymous += plan.habit == ViewerHabit::anonymous ? 1 : 0;
    result_.planned_wrong_ships += plan.habit == ViewerHabit::wrong_ship ? 1 : 0;
  }

  asio::awaitable<bool> connect(beast::tcp_stream& stream, beast::flat_buffer& buffer) {
    if (stream.socket().is_open()) co_return true;
    boost::system::error_code error;
    buffer.clear();
    stream.expires_after(settings_.answer_timeout);
    co_await stream.async_connect(endpoints_, asio::redirect_error(asio::use_awaitable, error));
    if (!error) {
      refused_in_a_row_ = 0;
      boost::system::error_code ignored;
      stream.socket().set_option(tcp::no_delay(true), ignored);
      co_return true;
    }
    close(stream);
    if (++refused_in_a_row_ >= refused_connections_at_most) problem("nobody answers at " + settings_.web_url);
    co_return false;
  }

  static void close(beast::tcp_stream& stream) {
    boost::system::error_code ignored;
    stream.socket().close(ignored);
  }

  asio::awaitable<void> cast(beast::tcp_stream& stream, beast::flat_buffer& buffer, std::string const& token,
                             ShipId ship) {
    std::string const request = ballot_request(settings_, host_, token, ship);
    beast::http::response_parser<beast::http::string_body> parser;
    parser.body_limit(answer_body_bytes);
    boost::system::error_code error;
    auto const sent_at = Clock::now();
    bool const connected = co_await connect(stream, buffer);
    if (connected) {
      stream.expires_after(settings_.answer_timeout);
      co_await asio::async_write(stream, asio::buffer(request), asio::redirect_error(asio::use_awaitable, error));
      if (!error) {
        co_await beast::http::async_read(stream, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
      }
    }
    if (!connected || error) {
      close(stream);
      note_answer("no answer", ship, false);
      co_return;
    }
    latencies_.push_back(std::chrono::duration<float, std::milli>(Clock::now() - sent_at).count());
    auto const& answer = parser.get();
    int const status = static_cast<int>(answer.result_int());
    note_answer(answer_name(status, answer.body()), ship, status == 200);
    if (!answer.keep_alive()) close(stream);
  }

  void note_answer(std::string const& name, ShipId ship, bool accepted) {
    std::scoped_lock const lock(result_mutex_);
    ++result_.sent;
    ++result_.answers[name];
    if (accepted) ++result_.accepted[ship];
  }

  CrowdSettings settings_;
  std::atomic<bool> const& stop_;
  std::mutex& result_mutex_;
  CrowdResult& result_;
  asio::io_context loop_{1};
  tcp::resolver::results_type endpoints_;
  std::string host_;
  Clock::time_point began_;
  std::uint64_t next_turn_ = 0;
  int refused_in_a_row_ = 0;
  bool broken_off_ = false;
  std::vector<float> latencies_;
};

}  // namespace

Crowd::Crowd() = default;

Crowd::~Crowd() { stop(); }

void Crowd::join() {
  if (thread_.joinable()) thread_.join();
}

bool Crowd::start(CrowdSettings settings) {
  std::scoped_lock const lock(mutex_);
  if (busy_.exchange(true)) return false;
  join();
  stop_ = false;
  {
    std::scoped_lock const result_lock(result_mutex_);
    result_ = CrowdResult{};
    result_.problem = crowd_problem(settings);
    result_.running = result_.problem.empty();
  }
  thread_ = std::thread([this, settings = std::move(settings)]() mutable {
    if (result().running) CrowdRun(std::move(settings), stop_, result_mutex_, result_).run();
    {
      std::scoped_lock const result_lock(result_mutex_);
      result_.running = false;
    }
    busy_ = false;
  });
  return true;
}

CrowdResult Crowd::run(CrowdSettings settings) {
  if (!start(std::move(settings))) {
    CrowdResult busy;
    busy.problem = "another crowd is still voting";
    return busy;
  }
  std::scoped_lock const lock(mutex_);
  join();
  return result();
}

CrowdResult Crowd::result() const {
  std::scoped_lock const lock(result_mutex_);
  return result_;
}

void Crowd::stop() {
  stop_ = true;  // also ends a run() that waits in another thread
  std::scoped_lock const lock(mutex_);
  join();
}

}  // namespace shipvote::sim
