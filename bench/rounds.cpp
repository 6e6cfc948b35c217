#include "bench/rounds.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "bench/load.h"
#include "bench/nginx.h"
#include "bench/web_server.h"

namespace shipvote::bench {
namespace {

constexpr std::size_t few_connections = 64;
constexpr std::size_t many_connections = 512;
constexpr std::size_t ballots_before_reading = 20'000;
constexpr char const* ballot_answer = R"({"ok":true})";

std::string text(Round const& round) {
  std::array<char, 96> line{};
  std::snprintf(line.data(), line.size(), "%8.0f a second, p99 %6.2f ms, core %3.0f%%", round.per_second, round.p99_ms,
                round.core_share * 100);
  return line.data();
}

class Benchmark {
 public:
  Benchmark(Setting const& setting, Report& report)
      : setting_(setting),
        report_(report),
        tokens_(bench_tokens()),
        simulator_(setting.programs, fresh_folder(setting, "simulator"), setting.cores) {}

  void run() {
    prepare_folders();
    NamedComparison empty{"ballots_empty", "ballots, none stored, 64 conn.", 0.7, {}};
    NamedComparison empty_512{"ballots_empty_512", "ballots, none stored, 512 conn.", 0, {}};
    NamedComparison filled{"ballots_1m", "ballots, 1,000,000 stored, 64", 0.7, {}};
    NamedComparison channel{"get_channel", "channel with its garage", 1, {}};
    NamedComparison open_vote{"get_open_vote", "open vote", 1, {}};
    for (std::size_t round = 0; round < setting_.extent.rounds; ++round) {
      say("round " + std::to_string(round + 1) + " of " + std::to_string(setting_.extent.rounds));
      ours_first_ = round % 2 == 0;
      ballots_from_zero(few_connections, empty);
      ballots_from_zero(many_connections, empty_512);
      ballots_on_filled_vote(filled);
      reading(channel, open_vote);
    }
    report_.comparisons = {empty, empty_512, filled, channel, open_vote};
  }

 private:
  // Two data folders that every round starts from: a channel without votes, and one with a filled open vote.
  void prepare_folders() {
    auto const channel_only = fresh_folder(setting_, "channel");
    say("setting up the channel");
    {
      WebServer server{setting_.programs, channel_only, simulator_, setting_.cores};
      set_up_channel(server, tokens_);
      server.stop();
    }
    say("storing " + std::to_string(setting_.extent.ballots_stored) + " ballots");
    WebServer server{setting_.programs, copy_of("channel", "filled"), simulator_, setting_.cores};
    cast(server, open_vote(server, tokens_, ships_on_vote), 0, setting_.extent.ballots_stored);
    expect_ballots(server, setting_.extent.ballots_stored);
    server.stop();
  }

  void ballots_from_zero(std::size_t connections, NamedComparison& into) {
    WebServer server{setting_.programs, copy_of("channel", "round"), simulator_, setting_.cores};
    compare_ballots(server, open_vote(server, tokens_, ships_on_vote), 0, connections, into);
    server.stop();
  }

  void ballots_on_filled_vote(NamedComparison& into) {
    auto const stored = setting_.extent.ballots_stored;
    WebServer server{setting_.programs, copy_of("filled", "round"), simulator_, setting_.cores};
    expect_ballots(server, stored);
    report_.start_seconds.push_back(server.start_time().count());
    say("started with the stored ballots in " + std::to_string(server.start_time().count()) + " s");
    compare_ballots(server, find_open_vote(server), stored, few_connections, into);
    server.stop();
  }

  void compare_ballots(WebServer& server, BallotBox const& box, std::uint64_t first_viewer, std::size_t connections,
                       NamedComparison& into) {
    auto const count = setting_.extent.ballots_per_round;
    auto const requests = ballot_requests(tokens_, box, first_viewer, count);
    auto plan = plan_for(connections, ballot_answer);
    plan.request_count = count;
    std::string const path = channel_path() + "/votes/" + box.vote.text() + "/submit";
    auto const taken = compare(server, plan, requests, {path, ballot_answer}, into);
    expect_ballots(server, first_viewer + taken);
  }

  void reading(NamedComparison& channel, NamedComparison& vote) {
    WebServer server{setting_.programs, copy_of("channel", "round"), simulator_, setting_.cores};
    cast(server, open_vote(server, tokens_, ships_on_vote), 0, ballots_before_reading);
    expect_ballots(server, ballots_before_reading);
    compare_reading(server, channel_path(), channel_path(), channel);
    compare_reading(server, open_vote_path(), channel_path() + "/votes", vote);
    server.stop();
  }

  // `location` is the path without its query.
  void compare_reading(WebServer& server, std::string const& path, std::string const& location, NamedComparison& into) {
    auto const body = settled_body(server, path);
    PreparedRequests requests;
    requests.add(request_bytes("GET", path));
    auto plan = plan_for(few_connections, body);
    plan.duration = setting_.extent.reading_per_round;
    note_body(into.key, body);
    compare(server, plan, requests, {location, body}, into);
  }

  // Gives how many requests Shipvote answered as expected.
  std::uint64_t compare(WebServer& server, LoadPlan const& plan, PreparedRequests const& requests,
                        FixedAnswer const& fixed, NamedComparison& into) {
    Nginx nginx{fresh_folder(setting_, "nginx"), {fixed}, setting_.cores.server};
    std::uint64_t answered = 0;
    auto const measure_ours = [&] {
      into.comparison.ours.push_back(measured(server, plan, requests, answered));
      say("  " + into.key + ": shipvote " + text(into.comparison.ours.back()));
    };
    auto const measure_nginx = [&] {
      std::uint64_t answered_by_nginx = 0;
      into.comparison.nginx.push_back(measured(nginx, plan, requests, answered_by_nginx));
      say("  " + into.key + ": nginx    " + text(into.comparison.nginx.back()));
    };
    if (ours_first_) measure_ours();
    measure_nginx();
    if (!ours_first_) measure_ours();
    return answered;
  }

  template <class Server>
  static Round measured(Server& server, LoadPlan const& plan, PreparedRequests const& requests,
                        std::uint64_t& answered) {
    auto const before = server.cpu_time();
    auto const result = load_on(server, plan, requests);
    answered = result.answered;
    return round_of(result, server.cpu_time() - before, server.peak_resident_bytes());
  }

  // The load's own failure is told only when the server is not the reason for it.
  template <class Server>
  static LoadResult load_on(Server& server, LoadPlan plan, PreparedRequests const& requests) {
    plan.port = server.port();
    try {
      return run_load(plan, requests);
    } catch (std::exception const&) {
      server.expect_running();
      throw;
    }
  }

  LoadPlan plan_for(std::size_t connections, std::string expected) const {
    LoadPlan plan;
    plan.connections = connections;
    plan.expected.body = std::move(expected);
    plan.never_sleeps = setting_.cores.apart();
    return plan;
  }

  // Ballots that are not measured, in pieces so that their requests need little memory.
  void cast(WebServer& server, BallotBox const& box, std::uint64_t first_viewer, std::size_t count) {
    auto plan = plan_for(many_connections, ballot_answer);
    for (std::size_t done = 0; done < count; done += plan.request_count) {
      plan.request_count = std::min<std::size_t>(count - done, 200'000);
      auto const requests = ballot_requests(tokens_, box, first_viewer + done, plan.request_count);
      auto const result = load_on(server, plan, requests);
      if (result.unexpected > 0) throw std::runtime_error("a ballot was not taken: " + result.first_unexpected);
    }
  }

  // Every ballot that was answered "ok" is counted, and in a round without bad answers no other is.
  void expect_ballots(WebServer const& server, std::uint64_t expected) const {
    auto const counted = ballots_counted(server, tokens_);
    if (counted == expected) return;
    throw std::runtime_error(std::to_string(counted) + " ballots are counted where " + std::to_string(expected) +
                             " were taken");
  }

  // What a GET answers once it has stopped changing after the last ballots.
  static std::string settled_body(WebServer const& server, std::string const& path) {
    std::string body;
    for (int attempt = 0; attempt < 20; ++attempt) {
      auto const before = std::exchange(body, get_body(server.port(), path));
      if (body == before) return body;
      std::this_thread::sleep_for(std::chrono::milliseconds{500});
    }
    throw std::runtime_error("the answer to GET " + path + " keeps changing");
  }

  void note_body(std::string const& key, std::string const& body) {
    if (!bodies_noted_.insert(key).second) return;
    report_.notes.push_back(
        key + ": a body of " + std::to_string(body.size()) + " bytes, which nginx sends from " +
        (Nginx::fits_configuration(body) ? "its configuration (return)" : "a file (sendfile, open_file_cache)"));
  }

  std::filesystem::path copy_of(std::string const& from, std::string const& to) const {
    return bench::copy_of(setting_, from, to);
  }

  Setting const& setting_;
  Report& report_;
  TokenMint tokens_;
  Simulator simulator_;
  bool ours_first_ = true;
  std::set<std::string> bodies_noted_;
};

}  // namespace

void compare_with_nginx(Setting const& setting, Report& report) {
  report.notes.push_back(std::to_string(setting.extent.rounds) + " rounds, medians; ratio: to nginx in the same round");
  Benchmark{setting, report}.run();
}

}  // namespace shipvote::bench
