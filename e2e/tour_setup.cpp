// The tour up to the vote: the programs, the channel, and an ear for its live messages.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "e2e/tour.h"

namespace shipvote::e2e {
namespace {

constexpr std::uint64_t most_garage_ships = 300;  // that the tour asks for; a small fleet has fewer

}  // namespace

void Tour::meet_programs() {
  report_.step("All programs are well");
  auto const health = calls_.web("GET", "/_health");
  report_.holds(health.status == 200 && health.body.find(SHIPVOTE_VERSION) != std::string::npos, "shipvote-web",
                health.text() + ", version " + health.body, "200, version " SHIPVOTE_VERSION);
  for (auto const& url : settings_.places.edge_urls) {
    auto const edge = calls_.send(url, "GET", "/_health");
    report_.holds(edge.status == 200 && edge.body == health.body, "shipvote-api at " + url,
                  edge.text() + ", version " + edge.body, "200, version " + health.body);
  }
  auto const state = calls_.simulator("/control/state");
  report_.holds(state.status == 200 && state.string_at("/version") == SHIPVOTE_VERSION, "shipvote-sim",
                state.text() + ", version " + state.string_at("/version"), "200, version " SHIPVOTE_VERSION);
  report_.tell("  stands in for", grouped(state.number_at("/ships")) + " ships and " +
                                      grouped(state.number_at("/accounts")) + " accounts of Wargaming");

  auto const fleet = calls_.web("GET", "/api/warships");
  std::uint64_t votable = 0;
  std::uint64_t premium = 0;
  for (auto const& ship : fleet.data().as_array()) {
    ShipId const id{ship.at("id").to_number<std::uint32_t>()};
    names_[id] = ship.at("name").as_string().c_str();
    if (ship.at("votable").as_bool()) ++votable;
    if (ship.at("premium").as_bool()) ++premium;
  }
  // Ships that Wargaming once listed stay.
  report_.holds(names_.size() >= state.number_at("/ships"), "shipvote-web knows the fleet",
                grouped(names_.size()) + " ships", "at least " + grouped(state.number_at("/ships")));
  report_.tell("  of these", grouped(votable) + " may be voted on, " + grouped(premium) + " are premium ships");
}

void Tour::end_earlier_vote() {
  auto const open = calls_.web("GET", calls_.votes_path() + "?status=open");
  for (auto const& vote : open.data().as_array()) {
    VoteId const id{vote.at("id").to_number<std::uint32_t>()};
    auto const closed = calls_.close_vote(id);
    report_.holds(closed.status == 200, "vote " + id.text() + ", open from earlier, is closed", closed.text(), "200");
  }
}

void Tour::set_up_channel() {
  report_.step("The streamer of channel " + settings_.places.channel + " names the account");
  end_earlier_vote();
  auto const answer = calls_.set_up_channel("seacaptain");
  report_.holds(answer.status == 201 || answer.status == 200, "asked for as seacaptain",
                answer.text() + (answer.status == 201 ? ", new" : ", known from earlier"), "201 or 200");
  report_.same("Wargaming spells it", answer.string_at("/data/wows_username"), "SeaCaptain");

  std::uint64_t premium = 0;
  for (auto const& ship : answer.at("/data/ships").as_array()) {
    if (ship.at("premium").as_bool()) ++premium;
    if (ship.at("enabled").as_bool()) garage_.push_back(ShipId{ship.at("id").to_number<std::uint32_t>()});
  }
  auto const stored = calls_.stored()->garage(*parse_id<ChannelId>(settings_.places.channel));
  auto const expected = std::min<std::uint64_t>(most_garage_ships, names_.size());
  report_.holds(stored.size() >= expected, "ships of the account, as stored", grouped(stored.size()),
                "at least " + grouped(expected));
  auto const listed = answer.at("/data/ships").as_array().size();
  report_.tell("  of these", grouped(listed) + " may be voted on, " + grouped(premium) + " are premium ships");

  auto const unknown = calls_.set_up_channel("NobodyAtAll");
  report_.same("an account that does not exist", unknown.text(), "404 player_not_found");
  auto const hidden = calls_.set_up_channel("HiddenHarbour");
  report_.same("an account with a hidden profile", hidden.text(), "400 profile_hidden");
  auto const after = calls_.web("GET", "/api/settings/channels/" + settings_.places.channel, calls_.broadcaster());
  report_.same("  neither empties the garage", after.at("/data/ships").as_array().size(), listed);
}

void Tour::listen() {
  report_.step("A view listens");
  listener_ = std::make_unique<LiveListener>(settings_.places.simulator_url, settings_.places.channel);
  report_.tell("live messages of the channel", "from now on");
}

}  // namespace shipvote::e2e
