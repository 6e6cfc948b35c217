#include "bench/web_server.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

#include "bench/endpoint.h"
#include "bench/programs.h"

namespace shipvote::bench {
namespace {

namespace json = boost::json;
using Clock = std::chrono::steady_clock;

json::value call(std::uint16_t port, std::string_view method, std::string const& path, std::string const& token = {},
                 std::string const& body = {}) {
  auto const answer = ask(port, request_bytes(method, path, token, body));
  if (answer.status / 100 != 2) {
    throw std::runtime_error(std::string{method} + " " + path + " was answered with " + std::to_string(answer.status) +
                             ": " + answer.body);
  }
  return json::parse(answer.body);
}

BallotBox ballot_box_of(json::value const& vote) {
  BallotBox box{VoteId{vote.at("id").to_number<std::uint32_t>()}, {}};
  for (auto const& ship : vote.at("ships").as_array()) box.ships.push_back(ShipId{ship.to_number<std::uint32_t>()});
  return box;
}

json::value the_open_vote(WebServer const& server, std::string const& token = {}) {
  auto const answer = call(server.port(), "GET", open_vote_path(), token);
  auto const& votes = answer.at("data").as_array();
  if (votes.size() != 1) throw std::runtime_error("the channel should have one open vote");
  return votes.front();
}

std::uint64_t ballots_now(WebServer const& server, TokenMint const& tokens) {
  std::uint64_t ballots = 0;
  auto const vote = the_open_vote(server, tokens.broadcaster());
  for (auto const& [ship, count] : vote.at("votes").as_object()) ballots += count.to_number<std::uint64_t>();
  return ballots;
}

void wait_for_fleet(WebServer const& server) {
  auto const give_up = Clock::now() + longest_start;
  while (call(server.port(), "GET", "/api/warships").at("data").as_array().empty()) {
    if (Clock::now() > give_up) throw std::runtime_error("the server does not get its fleet from the simulator");
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
}

}  // namespace

void wait_until_answering(std::uint16_t port, e2e::Program& program, std::string const& path) {
  auto const request = request_bytes("GET", path);
  auto const give_up = Clock::now() + longest_start;
  for (;;) {
    try {
      if (ask(port, request, longest_start).status == 200) return;
    } catch (std::system_error const&) {
      // Not listening yet.
    }
    if (!program.running())
      throw std::runtime_error("a program ended while starting (" + program.ending() + "); see " +
                               program.log().string());
    if (Clock::now() > give_up) throw std::runtime_error("a program does not answer; see " + program.log().string());
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
}

Simulator::Simulator(std::filesystem::path const& programs, std::filesystem::path const& folder, Cores const& cores)
    : port_(free_port()), process_(launch_simulator(programs, folder, port_, cores.load)) {
  wait_until_answering(port_, process_, "/healthz");
}

WebServer::WebServer(std::filesystem::path const& programs, std::filesystem::path const& data,
                     Simulator const& simulator, Cores const& cores, std::vector<std::string> const& flags)
    : port_(free_port()),
      started_at_(Clock::now()),
      process_(launch_web_server(programs, data, port_, simulator.port(), cores.server, flags)) {
  wait_until_answering(port_, process_, "/_health");
  start_time_ = Clock::now() - started_at_;
  auto const announced = e2e::wait_for_announcement(process_, announcement_of(data), longest_start);
  operator_port_ = static_cast<std::uint16_t>(std::stoul(announced.at("operator_port")));
  internal_port_ = static_cast<std::uint16_t>(std::stoul(announced.at("internal_port")));
  settings_file_ = settings_of(data);
}

void WebServer::expect_running() {
  if (process_.running()) return;
  throw std::runtime_error("shipvote-web ended by itself: " + process_.ending() + "; see " + process_.log().string());
}

void WebServer::stop() {
  expect_running();
  if (process_.stop() == 0) return;
  throw std::runtime_error("shipvote-web did not end well: " + process_.ending() + "; see " + process_.log().string());
}

TokenMint bench_tokens() {
  return TokenMint{bench_channel, development_secret(), SystemTime{}.now() + std::chrono::hours{2}};
}

void set_up_channel(WebServer const& server, TokenMint const& tokens) {
  wait_for_fleet(server);
  json::object const settings{{"id", bench_channel.text()},
                              {"wows_username", simulated_account},
                              {"wows_realm", "eu"},
                              {"ships", json::array{}}};
  auto const answer =
      call(server.port(), "POST", "/api/settings/channels", tokens.broadcaster(), json::serialize(settings));
  if (answer.at("data").at("ships").as_array().empty()) throw std::runtime_error("the channel has no garage");
}

BallotBox open_vote(WebServer const& server, TokenMint const& tokens, std::size_t ships) {
  json::array chosen;
  auto const channel = call(server.port(), "GET", channel_path());
  for (auto const& ship : channel.at("data").at("ships").as_array()) {
    if (chosen.size() < ships && ship.at("enabled").as_bool()) chosen.push_back(ship.at("id"));
  }
  if (chosen.size() < ships) throw std::runtime_error("the garage has too few ships for the vote");
  json::object const vote{{"vote", json::object{{"ships", chosen}, {"status", "open"}, {"scheduled_end", nullptr}}}};
  auto const answer =
      call(server.port(), "POST", channel_path() + "/votes", tokens.broadcaster(), json::serialize(vote));
  return ballot_box_of(answer.at("data"));
}

BallotBox find_open_vote(WebServer const& server) { return ballot_box_of(the_open_vote(server)); }

std::uint64_t ballots_counted(WebServer const& server, TokenMint const& tokens) {
  std::uint64_t ballots = 0;
  for (std::uint64_t before = ballots + 1; before != ballots;) {
    before = std::exchange(ballots, ballots_now(server, tokens));
    std::this_thread::sleep_for(std::chrono::milliseconds{300});
  }
  return ballots;
}

std::string get_body(std::uint16_t port, std::string const& path) {
  auto const answer = ask(port, request_bytes("GET", path));
  if (answer.status != 200) throw std::runtime_error("GET " + path + " was answered with " + answer.body);
  return answer.body;
}

std::string channel_path() { return "/api/channels/" + bench_channel.text(); }

std::string open_vote_path() { return channel_path() + "/votes?status=open"; }

}  // namespace shipvote::bench
