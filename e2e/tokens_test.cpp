// Who may do what: every route with every kind of token.
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "e2e/world_test.h"
#include "foundation/base64.h"
#include "sim/mint.h"
#include "sim/sample_fleet.h"

namespace shipvote::e2e {
namespace {

// The columns of the table.
enum class Bearer : std::size_t {
  nobody,
  garbage,
  forger,        // a good token but for its signature
  expired,       // a broadcaster's, an hour ago
  unsigned_one,  // "alg": "none"
  server,        // role external, as servers make them for Helix
  stranger,      // the broadcaster of another channel
  anonymous,     // a viewer, not logged in
  viewer,
  moderator,
  broadcaster,
  old_secret,  // the broadcaster again, signed with a secret that is older but active
  edge,        // no token, but the secret of the operator's other programs
};
constexpr std::array<char const*, 13> bearer_names{"nobody",      "garbage",    "forger",    "expired", "unsigned_one",
                                                   "server",      "stranger",   "anonymous", "viewer",  "moderator",
                                                   "broadcaster", "old_secret", "edge"};

// What a row finds when it is asked.
enum class Stage {
  nothing_set_up,
  channel,
  open_vote,
  closed_vote,
  moderated,       // a channel whose moderators may control votes
  moderated_vote,  // the same with an open vote
};

struct Row {
  char const* method;
  char const* path;  // with {channel}, {vote}, {ship}
  char const* body;
  Stage stage;
  std::array<char const*, 13> answers;  // "200", or status and code of the refusal
};

constexpr char const* no = "401 unauthorized";
constexpr char const* anon = "403 login_required";
constexpr char const* none = "404 not_found";
constexpr char const* no_vote = "404 vote_not_found";
constexpr char const* no_chan = "404 channel_not_found";
constexpr char const* opened = "409 vote_already_open";
constexpr char const* closed = "400 vote_closed";
constexpr char const* taken = "409 conflict";
constexpr char const* ok = "200";

constexpr char const* ballot = R"({"ship_id":{ship}})";
constexpr char const* vote = R"({"vote":{"ships":[{ship}],"status":"open","scheduled_end":null}})";
constexpr char const* close_it = R"({"status":"closed"})";
constexpr char const* no_end = R"({"scheduled_end":null})";
constexpr char const* preset = R"({"name":"Evening","rule":{}})";
constexpr char const* any_ship = R"({"rule":{}})";
constexpr char const* set_up = R"({"id":"{channel}","wows_username":"FreshRecruit","wows_realm":"eu","ships":[]})";
constexpr char const* change = R"({"channel":{"overlay_position":"top_right"}})";
constexpr char const* enable = R"({"enabled":true})";
constexpr char const* enable_many = R"({"ships":[{ship}],"enabled":true})";
constexpr char const* garage = R"({"wows_username":"HiddenHarbour","wows_realm":"eu","ships":[{ship}]})";
constexpr char const* feedback = R"({"feedback":{"message":"Good."}})";

using enum Stage;

// clang-format off
constexpr Row rows[] = {
    //                                                                                        nobody garbage forger expired unsigned server stranger anonymous viewer moderator broadcaster old_secret edge
    // For anyone.
    {"GET", "/_health", "", nothing_set_up,                                                   {ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok, ok}},
    {"GET", "/api/channels/{channel}", "", Stage::channel,                                    {ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok, ok}},
    {"GET", "/api/channels/{channel}/", "", Stage::channel,                                   {ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok, ok}},
    {"GET", "/api/channels/{channel}/votes?status=open", "", open_vote,                       {ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok, ok}},
    {"GET", "/api/channels/{channel}/votes?status=closed", "", closed_vote,                   {ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok, ok}},
    {"GET", "/api/channels/{channel}/votes", "", open_vote,                                   {ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok, ok}},
    {"GET", "/api/warships", "", nothing_set_up,                                              {ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok, ok}},
    {"GET", "/api/warships?ids[]=1&ids[]={ship}", "", Stage::channel,                         {ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok, ok}},
    {"GET", "/api/warships/{ship}", "", Stage::channel,                                       {ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok, ok}},
    // For nobody but the edge, which has a secret of its own.
    {"GET", "/api/votes?status=open", "", open_vote,                                          {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   no, ok}},
    // For viewers of the channel.
    {"GET", "/api/channels/{channel}/votes/{vote}", "", open_vote,                            {no,   no,   no,   no,   no,   no,   no,   ok,   ok,   ok,   ok,   ok, no}},
    {"GET", "/api/channels/{channel}/votes/{vote}?full=true", "", open_vote,                  {no,   no,   no,   no,   no,   no,   no,   ok,   ok,   ok,   ok,   ok, no}},
    {"GET", "/api/channels/{channel}/votes/{vote}?full=false", "", closed_vote,               {no,   no,   no,   no,   no,   no,   no,   ok,   ok,   ok,   ok,   ok, no}},
    {"POST", "/api/channels/{channel}/votes/{vote}/submit", ballot, open_vote,                {no,   no,   no,   no,   no,   no,   no,   anon, ok,   ok,   ok,   ok, no}},
    {"POST", "/api/channels/{channel}/votes/{vote}/submit", ballot, closed_vote,              {no,   no,   no,   no,   no,   no,   no,   anon, closed, closed, closed, closed, no}},
    {"GET", "/api/channels/{channel}/votes/{vote}/ballot", "", open_vote,                     {no,   no,   no,   no,   no,   no,   no,   ok,   ok,   ok,   ok,   ok,   no}},
    {"GET", "/api/channels/{channel}/votes/{vote}/ballot", "", closed_vote,                   {no,   no,   no,   no,   no,   no,   no,   ok,   ok,   ok,   ok,   ok,   no}},
    // For the broadcaster of the channel.
    {"POST", "/api/channels/{channel}/votes", vote, Stage::channel,                           {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   opened, no}},
    {"PATCH", "/api/channels/{channel}/votes/{vote}/status", close_it, open_vote,             {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   closed, no}},
    {"PATCH", "/api/channels/{channel}/votes/{vote}", no_end, open_vote,                      {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok,   no}},
    {"GET", "/api/channels/{channel}/presets", "", Stage::channel,                            {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok,   no}},
    {"POST", "/api/channels/{channel}/presets", preset, Stage::channel,                       {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   "201",taken,no}},
    {"PUT", "/api/channels/{channel}/presets/2000000000", preset, Stage::channel,             {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   none, none, no}},
    {"DELETE", "/api/channels/{channel}/presets/2000000000", "", Stage::channel,              {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   "204","204",no}},
    {"POST", "/api/channels/{channel}/draw", any_ship, Stage::channel,                        {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok,   no}},
    {"GET", "/api/channels/{channel}/history", "", closed_vote,                               {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok,   no}},
    {"GET", "/api/channels/{channel}/history/export?format=json", "", closed_vote,            {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok,   no}},
    {"GET", "/api/channels/{channel}/history/{vote}", "", closed_vote,                        {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok,   no}},
    {"GET", "/api/channels/{channel}/history/{vote}/export", "", closed_vote,                 {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok,   no}},
    {"POST", "/api/settings/channels", set_up, nothing_set_up,                                {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   "201", ok, no}},
    {"GET", "/api/settings/channels/{channel}", "", Stage::channel,                           {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok, no}},
    {"GET", "/api/settings/channels/{channel}/", "", Stage::channel,                          {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok, no}},
    {"PUT", "/api/settings/channels/{channel}", change, Stage::channel,                       {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok, no}},
    {"PUT", "/api/settings/channels/{channel}/", change, Stage::channel,                      {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok, no}},
    {"PATCH", "/api/settings/channels/{channel}", change, Stage::channel,                     {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok, no}},
    {"PUT", "/api/settings/channels/{channel}/ships/{ship}/enabled", enable, Stage::channel,  {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok, no}},
    {"PUT", "/api/settings/channels/{channel}/ships/enabled", enable_many, Stage::channel,    {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok, no}},
    {"GET", "/api/settings/channels/{channel}/account?wows_username=FreshRecruit&wows_realm=eu", "", Stage::channel,
                                                                                              {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok, no}},
    {"POST", "/api/settings/channels/{channel}/garage/refresh", "", Stage::channel,           {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok, no}},
    {"PUT", "/api/settings/channels/{channel}/garage", garage, Stage::channel,                {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok, no}},
    {"POST", "/api/settings/channels/{channel}/feedback", feedback, Stage::channel,           {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   "201", "201", no}},
    {"DELETE", "/api/settings/channels/{channel}", "", open_vote,                             {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   "204", "204", no}},
    // For its moderators as well, where the broadcaster wants that: open and close, and nothing else.
    {"POST", "/api/channels/{channel}/votes", vote, moderated,                                {no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   opened, opened, no}},
    {"PATCH", "/api/channels/{channel}/votes/{vote}/status", close_it, moderated_vote,        {no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   closed, closed, no}},
    {"PATCH", "/api/channels/{channel}/votes/2000000000/status", close_it, moderated,         {no,   no,   no,   no,   no,   no,   no,   no,   no,   no_vote, no_vote, no_vote, no}},
    {"PATCH", "/api/channels/{channel}/votes/{vote}", no_end, moderated_vote,                 {no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok,   ok,   no}},
    {"GET", "/api/channels/{channel}/presets", "", moderated,                                 {no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok,   ok,   no}},
    {"POST", "/api/channels/{channel}/presets", preset, moderated,                            {no,   no,   no,   no,   no,   no,   no,   no,   no,   "201",taken,taken,no}},
    {"POST", "/api/channels/{channel}/draw", any_ship, moderated,                             {no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok,   ok,   no}},
    {"GET", "/api/channels/{channel}/history", "", moderated,                                 {no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok,   ok,   no}},
    {"GET", "/api/channels/{channel}/history/export", "", moderated,                          {no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok,   ok,   no}},
    {"GET", "/api/settings/channels/{channel}", "", moderated,                                {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok, no}},
    {"PUT", "/api/settings/channels/{channel}", change, moderated,                            {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok, no}},
    {"PUT", "/api/settings/channels/{channel}/ships/{ship}/enabled", enable, moderated,       {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   ok,   ok, no}},
    {"DELETE", "/api/settings/channels/{channel}", "", moderated_vote,                        {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   "204", "204", no}},
    // What is not there. Who may not ask is not told that, either.
    {"GET", "/api/channels/{channel}", "", nothing_set_up,                                    {none, none, none, none, none, none, none, none, none, none, none, none, none}},
    {"GET", "/api/channels/nobody", "", nothing_set_up,                                       {none, none, none, none, none, none, none, none, none, none, none, none, none}},
    {"GET", "/api/channels/{channel}/votes?status=open", "", nothing_set_up,                  {ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok,   ok, ok}},
    {"GET", "/api/warships/1", "", nothing_set_up,                                            {none, none, none, none, none, none, none, none, none, none, none, none, none}},
    {"GET", "/api/nothing", "", nothing_set_up,                                               {none, none, none, none, none, none, none, none, none, none, none, none, none}},
    {"GET", "/api/channels/{channel}/votes/2000000000", "", Stage::channel,                   {no,   no,   no,   no,   no,   no,   no,   no_vote, no_vote, no_vote, no_vote, no_vote, no}},
    {"GET", "/api/channels/{channel}/votes/some", "", Stage::channel,                         {no,   no,   no,   no,   no,   no,   no,   no_vote, no_vote, no_vote, no_vote, no_vote, no}},
    {"POST", "/api/channels/{channel}/votes/2000000000/submit", ballot, Stage::channel,       {no,   no,   no,   no,   no,   no,   no,   anon, no_vote, no_vote, no_vote, no_vote, no}},
    {"POST", "/api/channels/{channel}/votes", vote, nothing_set_up,                           {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   no_chan, no_chan, no}},
    {"PATCH", "/api/channels/{channel}/votes/2000000000/status", close_it, Stage::channel,    {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   no_vote, no_vote, no}},
    {"GET", "/api/settings/channels/{channel}", "", nothing_set_up,                           {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   no_chan, no_chan, no}},
    {"PUT", "/api/settings/channels/{channel}", change, nothing_set_up,                       {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   no_chan, no_chan, no}},
    {"PATCH", "/api/settings/channels/{channel}", change, nothing_set_up,                     {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   no_chan, no_chan, no}},
    {"PUT", "/api/settings/channels/{channel}/ships/1/enabled", enable, Stage::channel,       {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   none, none, no}},
    {"PUT", "/api/settings/channels/{channel}/ships/7/enabled", enable, nothing_set_up,       {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   no_chan, no_chan, no}},
    {"POST", "/api/settings/channels/{channel}/feedback", feedback, nothing_set_up,           {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   no_chan, no_chan, no}},
    {"DELETE", "/api/settings/channels/{channel}", "", nothing_set_up,                        {no,   no,   no,   no,   no,   no,   no,   no,   no,   no,   "204", "204", no}},
};
// clang-format on

struct TokensSuite {};
class TokensTest : public WorldTest<TokensSuite> {
 protected:
  struct Place {
    std::string channel;
    std::uint64_t vote = 0;
    ShipId ship{1};
  };

  // One for each row: what a row does must not change what the next one finds.
  static Place prepare(Stage stage) {
    Place place;
    if (stage == nothing_set_up) {
      place.channel = world().fresh_channel_id();
      place.ship = ShipId{sim::first_sample_ship};
      return place;
    }
    auto const own = world().set_up_channel();
    place.channel = own.id;
    place.ship = own.ships.front();
    if (stage == moderated || stage == moderated_vote) {
      auto const allowed =
          api().patch(own.settings(), own.broadcaster, {{"channel", {{"moderators_may_control", true}}}});
      EXPECT_EQ(allowed.status, 200);
    }
    if (stage == Stage::channel || stage == moderated) return place;
    place.vote = world().open_vote(own);
    if (stage == open_vote || stage == moderated_vote) return place;
    EXPECT_EQ(world().close_vote(own, place.vote).status, 200);
    return place;
  }

  static std::string token(Bearer bearer, std::string const& channel) {
    auto const now = world().simulator.now();
    sim::TokenWish wish(channel, "broadcaster", "U" + channel);
    auto const secret = world().simulator.secrets().signing(now);
    switch (bearer) {
      case Bearer::nobody: return {};
      case Bearer::garbage: return "garbage";
      case Bearer::forger: return sim::mint_token(wish, "another secret, of a forger", now);
      case Bearer::expired: wish.expires_in = -std::chrono::hours{1}; return sim::mint_token(wish, secret, now);
      case Bearer::unsigned_one: return unsigned_token(sim::mint_token(wish, secret, now));
      case Bearer::server: wish.role = "external"; return sim::mint_token(wish, secret, now);
      case Bearer::stranger: return world().broadcaster("99");
      case Bearer::anonymous: return world().viewer(channel, 1, false);
      case Bearer::viewer: return world().viewer(channel, 1);
      case Bearer::moderator: return world().token(channel, "moderator", "Umoderator");
      case Bearer::broadcaster: return sim::mint_token(wish, secret, now);
      case Bearer::old_secret:
        wish.opaque_user_id = "Uonanothermachine";
        return sim::mint_token(wish, World::old_secret(), now);
      case Bearer::edge: return World::internal_secret();
    }
    return {};
  }

  // The same claims under a header that says that they need no signature.
  static std::string unsigned_token(std::string const& good) {
    auto const first = good.find('.');
    auto const second = good.find('.', first + 1);
    return base64url_encoded(R"({"alg":"none","typ":"JWT"})") + good.substr(first, second - first) + ".";
  }

  static std::string filled(std::string text, Place const& place) {
    auto const put = [&text](std::string_view name, std::string const& value) {
      for (auto at = text.find(name); at != std::string::npos; at = text.find(name)) {
        text.replace(at, name.size(), value);
      }
    };
    put("{channel}", place.channel);
    put("{vote}", std::to_string(place.vote));
    put("{ship}", place.ship.text());
    return text;
  }
};

TEST_F(TokensTest, EveryRouteTakesTheTokensThatItShouldAndNoOthers) {
  for (Row const& row : rows) {
    Place const place = prepare(row.stage);
    for (std::size_t bearer = 0; bearer < row.answers.size(); ++bearer) {
      SCOPED_TRACE(std::string{row.method} + " " + row.path + " by " + bearer_names.at(bearer));
      Call call{row.method, filled(row.path, place)};
      call.token = token(static_cast<Bearer>(bearer), place.channel);
      call.body = filled(row.body, place);
      auto const answer = api().send(call);
      EXPECT_EQ(answer.text(), row.answers.at(bearer)) << answer.body;
      if (answer.status == 401) {
        EXPECT_EQ(answer.string_at("/message"), "unauthorized");  // and not which check failed
      }
    }
  }
}

// The token is looked at in other forms, too.
TEST_F(TokensTest, TheAuthorizationHeaderIsReadStrictly) {
  auto const own = world().set_up_channel();
  auto const asked_with = [&own](std::string const& header) {
    Call call{"GET", own.settings()};
    call.headers = {{"Authorization", header}};
    return api().send(call).text();
  };
  EXPECT_EQ(asked_with("Bearer " + own.broadcaster), "200");
  EXPECT_EQ(asked_with("bearer " + own.broadcaster), "200");
  EXPECT_EQ(asked_with(own.broadcaster), no);
  EXPECT_EQ(asked_with("Basic " + own.broadcaster), no);
  EXPECT_EQ(asked_with("Bearer"), no);
  EXPECT_EQ(asked_with("Bearer " + own.broadcaster + "x"), no);
  EXPECT_EQ(asked_with("Bearer " + own.broadcaster.substr(0, own.broadcaster.size() - 1)), no);
}

// What a moderator may do lasts as long as the broadcaster wants it, and ends at the own channel.
TEST_F(TokensTest, AModeratorMayControlVotesOnlyAsLongAsTheBroadcasterSaysSo) {
  auto const own = world().set_up_channel();
  auto const other = world().set_up_channel();
  auto const allow = [](OwnChannel const& channel, bool allowed) {
    auto const answer =
        api().patch(channel.settings(), channel.broadcaster, {{"channel", {{"moderators_may_control", allowed}}}});
    EXPECT_EQ(answer.status, 200);
  };
  auto const moderator = world().token(own.id, "moderator", "Umoderator");
  auto const open = [&](OwnChannel const& channel) {
    return api().post(channel.votes(), moderator, new_vote({channel.ships.front()}));
  };
  EXPECT_EQ(open(own).text(), no);
  allow(own, true);
  allow(other, true);
  EXPECT_EQ(open(other).text(), no);
  auto const theirs = world().open_vote(other);
  EXPECT_EQ(api().patch(other.status(theirs), moderator, {{"status", "closed"}}).text(), no);
  EXPECT_EQ(api().patch(own.status(theirs), moderator, {{"status", "closed"}}).text(), no_vote);
  auto const opened_vote = open(own);
  ASSERT_EQ(opened_vote.text(), ok);
  allow(own, false);
  auto const status = own.status(opened_vote.number_at("/data/id"));
  EXPECT_EQ(api().patch(status, moderator, {{"status", "closed"}}).text(), no);
  allow(own, true);
  EXPECT_EQ(api().patch(status, moderator, {{"status", "closed"}}).text(), ok);
}

// The stranger is a broadcaster with a vote of the same number in mind: the vote must be one of the channel in the
// path.
TEST_F(TokensTest, NoBroadcasterReachesAVoteOfAnotherChannelThroughTheOwnOne) {
  auto const one = world().set_up_channel();
  auto const other = world().set_up_channel();
  auto const theirs = world().open_vote(other);
  EXPECT_EQ(api().get(one.vote(theirs), one.broadcaster).text(), no_vote);
  EXPECT_EQ(api().patch(one.status(theirs), one.broadcaster, {{"status", "closed"}}).text(), no_vote);
  EXPECT_EQ(world().cast(one, theirs, world().viewer(one.id, 1), other.ships.front()).text(), no_vote);
  EXPECT_EQ(world().show(other, theirs).string_at("/data/status"), "open");
  EXPECT_EQ(world().show(other, theirs).number_at("/data/ballots"), 0U);
}

// Nobody but the operator touches the list of ships, whatever role a token has.
TEST_F(TokensTest, NobodyWritesWarships) {
  auto const own = world().set_up_channel();
  for (char const* const method : {"POST", "PUT", "PATCH", "DELETE"}) {
    for (std::string const path : {"/api/warships", "/api/warships/1"}) {
      Call call{method, path};
      call.token = own.broadcaster;
      call.body = R"({"id":1})";
      EXPECT_EQ(api().send(call).text(), "405 method_not_allowed") << method << " " << path;
    }
  }
}

}  // namespace
}  // namespace shipvote::e2e
