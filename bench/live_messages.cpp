#include "bench/live_messages.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <stdexcept>
#include <utility>

#include "bench/endpoint.h"
#include "bench/figure_text.h"
#include "bench/load.h"
#include "bench/many_channels.h"
#include "bench/message_gaps.h"
#include "bench/metrics_page.h"
#include "bench/programs.h"
#include "bench/web_server.h"

namespace shipvote::bench {
namespace {

namespace json = boost::json;

constexpr std::size_t casting_connections = 64;
constexpr std::size_t warm_up_seconds = 3;
constexpr std::size_t channels_looked_at = 200;
constexpr int slow_channel_ms = 5'000;

struct Reading {
  MetricsPage page;
  std::chrono::microseconds web_cpu;
  std::chrono::microseconds simulator_cpu;
};

// What happened within some seconds of ballots at an even pace, one on each channel a second.
struct Window {
  double seconds = 0;
  double ballots = 0;
  double messages = 0;    // that Twitch took
  double not_taken = 0;   // for whatever reason
  double late = 0;        // by the server's own account
  double segments = 0;    // written
  double web_cpu_us = 0;  // of all threads
  double simulator_cpu_us = 0;
  MessageGaps gaps;
};

class LiveMessages {
 public:
  explicit LiveMessages(Setting const& setting)
      : setting_(setting),
        simulator_(setting.programs, fresh_folder(setting, "live-simulator"), setting.cores),
        channels_(setting.extent.live_channels) {
    auto const ships = json::parse(get_body(simulator_.port(), "/control/ships"));
    for (auto const& ship : ships.as_array()) {
      if (ships_.size() < ships_on_vote) ships_.push_back(ShipId{ship.at("id").to_number<std::uint32_t>()});
    }
  }

  Section measure() {
    prepare();
    auto const baseline = without_messages();
    WebServer server{setting_.programs, copy_of(setting_, "live-stored", "live"), simulator_, setting_.cores};
    cast(server, warm_up_seconds);
    auto const usual = window(server, {});
    auto const slow = open_.front().channel;
    set_delay(slow, slow_channel_ms);
    auto const beside_slow = window(server, slow);
    set_delay(slow, 0);
    auto const connections_made = MetricsPage::of(server.operator_port()).sum("shipvote_outgoing_connections_total");
    auto const peak = server.peak_resident_bytes();
    server.stop();
    return section(baseline, usual, beside_slow, connections_made, peak);
  }

 private:
  std::size_t seconds() const { return setting_.extent.live_seconds; }

  void prepare() {
    say("storing " + std::to_string(channels_) + " channels with an open vote each");
    open_ = store_open_channels(fresh_folder(setting_, "live-stored") / "data", channels_, ships_);
    auto const expires = SystemTime{}.now() + std::chrono::hours{2};
    ballots_ = ballots_in_turn(open_, ships_, development_secret(), expires, warm_up_seconds + 2 * seconds());
  }

  void tell_simulator(std::string const& body) const {
    auto const answer = ask(simulator_.port(), request_bytes("POST", "/control/helix", {}, body));
    if (answer.status != 200) throw std::runtime_error("the simulator refuses " + body + ": " + answer.body);
  }

  void set_delay(ChannelId channel, int delay_ms) const {
    tell_simulator(R"({"slow_channel":")" + channel.text() + R"(","delay_ms":)" + std::to_string(delay_ms) + "}");
  }

  Window without_messages() {
    say("ballots without live messages");
    WebServer server{setting_.programs,
                     copy_of(setting_, "live-stored", "live"),
                     simulator_,
                     setting_.cores,
                     {"--twitch-live-messages", "off"}};
    cast(server, warm_up_seconds);
    auto const measured = window(server, {});
    server.stop();
    next_request_ = 0;  // the same ballots again for the next server
    return measured;
  }

  // One ballot a second on each channel.
  LoadResult cast(WebServer& server, std::size_t for_seconds) {
    LoadPlan plan;
    plan.port = server.port();
    plan.connections = casting_connections;
    plan.first_request = next_request_;
    plan.request_count = for_seconds * channels_;
    plan.per_second = static_cast<double>(channels_);
    plan.expected.body = R"({"ok":true})";
    auto result = run_load(plan, ballots_);
    server.expect_running();
    if (result.unexpected > 0) throw std::runtime_error("a ballot was not taken: " + result.first_unexpected);
    next_request_ += plan.request_count;
    return result;
  }

  Reading reading_of(WebServer const& server) const {
    return {MetricsPage::of(server.operator_port()), server.cpu_time(), simulator_.cpu_time()};
  }

  Window window(WebServer& server, std::optional<ChannelId> but_for) {
    auto const began = SystemTime{}.now();
    auto const before = reading_of(server);
    auto const load = cast(server, seconds());
    auto const after = reading_of(server);
    auto const grown = [&](char const* name, char const* label = "") {
      return after.page.sum(name, label) - before.page.sum(name, label);
    };
    Window window;
    window.seconds = std::chrono::duration<double>(load.elapsed).count();
    window.ballots = static_cast<double>(load.answered);
    window.messages = grown("shipvote_live_messages_total", "result=\"accepted\"");
    window.not_taken = grown("shipvote_live_messages_total") - window.messages;
    window.late = grown("shipvote_live_messages_late_total");
    window.segments = grown("shipvote_segment_writes_total", "result=\"accepted\"");
    window.web_cpu_us = static_cast<double>((after.web_cpu - before.web_cpu).count());
    window.simulator_cpu_us = static_cast<double>((after.simulator_cpu - before.simulator_cpu).count());
    window.gaps = gaps_at(simulator_.port(), sample(but_for), began);
    say(line("  %.0f messages and %.0f ballots a second, %.0f late, core %.0f%%", window.messages / window.seconds,
             window.ballots / window.seconds, window.late, window.web_cpu_us / window.seconds / 1e4));
    return window;
  }

  std::vector<ChannelId> sample(std::optional<ChannelId> but_for) const {
    std::vector<ChannelId> some;
    std::size_t const step = std::max<std::size_t>(1, open_.size() / channels_looked_at);
    for (std::size_t at = 0; at < open_.size(); at += step) {
      if (open_[at].channel != but_for) some.push_back(open_[at].channel);
    }
    return some;
  }

  Section section(Window const& baseline, Window const& usual, Window const& beside_slow, double connections_made,
                  std::size_t peak) const {
    double const ballot_us = baseline.web_cpu_us / baseline.ballots;
    double const message_us = (usual.web_cpu_us - usual.ballots * ballot_us) / usual.messages;
    double const per_second = usual.messages / usual.seconds;
    Section section{"live", {}, {}};
    section.figures = {{"channels", channels_},
                       {"messages_per_second", std::round(per_second)},
                       {"cpu_us_per_message", rounded(message_us, 10)},
                       {"cpu_us_per_ballot", rounded(ballot_us, 10)},
                       {"late", usual.late},
                       {"not_taken", usual.not_taken},
                       {"gap_p99_ms", usual.gaps.p99_ms},
                       {"gap_longest_ms", usual.gaps.longest_ms},
                       {"gap_p99_ms_beside_slow_channel", beside_slow.gaps.p99_ms},
                       {"gap_longest_ms_beside_slow_channel", beside_slow.gaps.longest_ms},
                       {"late_beside_slow_channel", beside_slow.late},
                       {"segments_per_second", rounded(usual.segments / usual.seconds, 10)},
                       {"connections_made", connections_made},
                       {"peak_rss_bytes", peak}};
    auto& lines = section.lines;
    lines.push_back(line("%zu open votes, each with a ballot every second:", channels_));
    lines.push_back(line("  %.0f messages a second (%.0f ballots, %.0f segments), %.0f connections made", per_second,
                         usual.ballots / usual.seconds, usual.segments / usual.seconds, connections_made));
    lines.push_back(
        line("  CPU us of the server: %.1f a message with its share of segments, %.1f a ballot; core %.0f%%",
             message_us, ballot_us, usual.web_cpu_us / usual.seconds / 1e4));
    lines.push_back(line("  peak memory %.0f MiB; the simulator's core %.0f%%, beside the load",
                         static_cast<double>(peak) / (1024 * 1024), usual.simulator_cpu_us / usual.seconds / 1e4));
    lines.push_back(delays("  all channels alike:  ", usual));
    lines.push_back(delays("  beside a slow one:   ", beside_slow));
    if (per_second < 0.95 * static_cast<double>(channels_)) {
      lines.push_back("    below the aim: a message to every channel every second");
    }
    return section;
  }

  static std::string delays(char const* title, Window const& window) {
    return line("%slate %.0f, not taken %.0f; from message to message p50 %.0f, p99 %.0f, longest %.0f ms", title,
                window.late, window.not_taken, window.gaps.p50_ms, window.gaps.p99_ms, window.gaps.longest_ms);
  }

  Setting const& setting_;
  Simulator simulator_;
  std::size_t channels_;
  std::vector<ShipId> ships_;
  std::vector<OpenChannel> open_;
  PreparedRequests ballots_;
  std::size_t next_request_ = 0;
};

}  // namespace

Section measure_live_messages(Setting const& setting) { return LiveMessages{setting}.measure(); }

}  // namespace shipvote::bench
