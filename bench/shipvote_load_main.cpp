// shipvote-load: load for one server, by hand. See bench/README.md.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "bench/endpoint.h"
#include "bench/load.h"
#include "bench/machine.h"
#include "bench/requests.h"
#include "twitch/token.h"

namespace {

using namespace shipvote;

struct Options {
  std::uint16_t port = 0;
  std::size_t connections = 64;
  double seconds = 0;
  std::size_t requests = 0;
  std::optional<int> core;
  std::string get_path;
  std::uint64_t channel = 4711;
  std::uint32_t vote = 0;
  std::vector<std::uint32_t> ships;
  std::uint64_t first_viewer = 0;
  std::string secret_file;
};

void describe(CLI::App& app, Options& options) {
  app.add_option("--port", options.port, "Port of the server on 127.0.0.1")->required();
  app.add_option("--connections", options.connections, "Connections kept open")->check(CLI::Range(1, 10'000));
  app.add_option("--seconds", options.seconds, "End after so long")->check(CLI::Range(0.0, 3'600.0));
  app.add_option("--requests", options.requests, "End after so many requests")->check(CLI::Range(0, 5'000'000));
  app.add_option("--core", options.core, "Stay on this processor core and never sleep");
  auto* const get = app.add_option("--get", options.get_path, "Ask for this path, for example /api/channels/4711");
  auto* const vote = app.add_option("--vote", options.vote, "Cast ballots on this vote, one per viewer");
  get->excludes(vote);
  app.add_option("--channel", options.channel, "The vote's channel")->needs(vote);
  app.add_option("--ships", options.ships, "The ships to vote for, in turn")->delimiter(',')->needs(vote);
  app.add_option("--first-viewer", options.first_viewer, "Number of the first viewer to vote")->needs(vote);
  app.add_option("--secret-file", options.secret_file, "File with the extension secret in base64")->needs(vote);
}

std::string read_secret(std::string const& path) {
  std::ifstream file{path};
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.pop_back();
  auto secret = twitch::decode_secret(text);
  if (!secret) throw std::runtime_error("no usable secret in " + path + ": " + secret.refusal().message);
  return std::move(secret).value();
}

bench::PreparedRequests ballots(Options const& options) {
  if (options.ships.empty() || options.secret_file.empty() || options.requests == 0) {
    throw std::runtime_error("ballots need --ships, --secret-file and --requests");
  }
  bench::BallotBox box{VoteId{options.vote}, {}};
  for (auto const ship : options.ships) box.ships.push_back(ShipId{ship});
  bench::TokenMint const mint{ChannelId{options.channel}, read_secret(options.secret_file),
                              SystemTime{}.now() + std::chrono::hours{1}};
  return bench::ballot_requests(mint, box, options.first_viewer, options.requests);
}

void print(bench::LoadResult const& result) {
  auto const milliseconds = [&](double share) {
    return std::chrono::duration<double, std::milli>(result.latencies.percentile(share)).count();
  };
  std::printf("%llu answered as expected in %.3f s: %.0f a second\n", static_cast<unsigned long long>(result.answered),
              std::chrono::duration<double>(result.elapsed).count(), result.per_second());
  std::printf("latency p50 %.3f ms, p90 %.3f ms, p99 %.3f ms, p99.9 %.3f ms, longest %.3f ms\n", milliseconds(0.5),
              milliseconds(0.9), milliseconds(0.99), milliseconds(0.999), milliseconds(1));
  if (result.unexpected == 0 && result.reconnects == 0) return;
  std::printf("%llu answers not as expected, %llu reconnections; the first one:\n%s\n",
              static_cast<unsigned long long>(result.unexpected), static_cast<unsigned long long>(result.reconnects),
              result.first_unexpected.c_str());
}

int run(Options const& options) {
  if (options.seconds <= 0 && options.requests == 0) throw std::runtime_error("give --seconds or --requests");
  if (options.core) bench::pin_this_thread(*options.core);
  bench::LoadPlan plan;
  plan.port = options.port;
  plan.connections = options.connections;
  plan.never_sleeps = options.core.has_value();
  plan.request_count = options.requests;
  plan.duration = std::chrono::milliseconds{static_cast<std::int64_t>(options.seconds * 1000)};
  bench::PreparedRequests requests;
  if (options.vote != 0) {
    requests = ballots(options);
    plan.expected.body = R"({"ok":true})";
  } else {
    auto const request = bench::request_bytes("GET", options.get_path.empty() ? "/" : options.get_path);
    plan.expected.body = bench::ask(options.port, request).body;  // and the same every time
    requests.add(request);
  }
  auto const result = bench::run_load(plan, requests);
  print(result);
  return result.share_unexpected() > bench::tolerated_share_unexpected ? 1 : 0;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    CLI::App app{"Load for one Shipvote server on this machine: many connections, one thread, no think time"};
    Options options;
    describe(app, options);
    CLI11_PARSE(app, count, arguments);
    return run(options);
  } catch (std::exception const& error) {
    std::cerr << "shipvote-load: " << error.what() << '\n';
    return 2;
  }
}
