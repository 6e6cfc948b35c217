// docs/live-message-vectors.json: what encoder and every decoder, in whatever language, have to agree upon.
// SHIPVOTE_REWRITE_VECTORS=1 writes the file anew, after the format was changed on purpose.
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "live/decode.h"
#include "live/live_samples.h"
#include "live/message.h"
#include "live/segment.h"

namespace shipvote::live {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using voting::ResultVisibility;

constexpr char const* path = SHIPVOTE_SOURCE_DIR "/docs/live-message-vectors.json";

struct Case {
  std::string name;
  std::optional<MessageType> type;  // none: a segment
  Snapshot snapshot;
  std::size_t most_bytes = limits::message_bytes;
};

std::int64_t number(TimePoint time) { return time.time_since_epoch().count(); }

json::array ids(std::vector<ShipId> const& ships) {
  json::array array;
  for (ShipId const ship : ships) array.push_back(ship.value);
  return array;
}

json::value written(std::optional<LiveVote> const& vote) {
  if (!vote) return nullptr;
  json::object object;
  object["id"] = vote->id.value;
  object["state"] = json::string(voting::vote_state_text(vote->state));
  object["visibility"] = json::string(voting::result_visibility_text(vote->visibility));
  object["change_allowed"] = vote->ballots_may_change;
  object["opened_at"] = number(vote->opened_at);
  object["ends_at"] = vote->ends_at ? json::value(number(*vote->ends_at)) : json::value();
  object["closed_at"] = vote->closed_at ? json::value(number(*vote->closed_at)) : json::value();
  object["close_reason"] =
      vote->close_reason ? json::value(json::string(voting::close_reason_text(*vote->close_reason))) : json::value();
  object["ballots"] = vote->ballots;
  object["winner"] = nullptr;
  if (vote->winner) {
    object["winner"] = {
        {"ship", vote->winner->ship.value}, {"ballots", vote->winner->ballots}, {"tied", ids(vote->winner->tied)}};
  }
  object["ships"] = ids(vote->ships);
  object["counts"] = json::array(vote->counts.begin(), vote->counts.end());
  return object;
}

json::object written(Snapshot const& snapshot) {
  json::object object;
  object["server_time"] = number(snapshot.server_time);
  object["sequence"] = snapshot.sequence;
  object["channel"] = {
      {"id", snapshot.channel.id.value},
      {"overlay_position", json::string(voting::overlay_position_text(snapshot.channel.overlay_position))},
      {"anonymous_may_vote", snapshot.channel.anonymous_may_vote},
      {"only_in_game", snapshot.channel.only_in_game},
      {"language", json::string(voting::language_text(snapshot.channel.language))},
      {"show_result_seconds", snapshot.channel.show_result.count()},
      {"latency_hold", snapshot.channel.latency_hold}};
  object["vote"] = written(snapshot.vote);
  object["last_result"] = written(snapshot.last_result);
  return object;
}

Snapshot with_votes(std::optional<LiveVote> vote, std::optional<LiveVote> last_result) {
  Snapshot snapshot = samples::snapshot(samples::vote(1));
  snapshot.vote = std::move(vote);
  snapshot.last_result = std::move(last_result);
  return snapshot;
}

LiveVote with_visibility(LiveVote vote, ResultVisibility visibility) {
  vote.visibility = visibility;
  return vote;
}

LiveVote counted(std::size_t ships, std::uint32_t largest) {
  return samples::vote(samples::fleet(ships), samples::counts(ships, largest));
}

LiveVote scattered(std::uint32_t ships) {
  std::vector<ShipId> any;
  for (std::uint32_t ship = 1; ship <= ships; ++ship) any.push_back(ShipId{ship * 4'194'301U});
  return samples::vote(any, samples::counts(ships, 4'000'000'000));
}

std::vector<Case> message_cases() {
  using enum MessageType;
  Snapshot extreme = with_votes(samples::closed(samples::vote(1, UINT32_MAX)), std::nullopt);
  extreme.channel = {ChannelId{ChannelId::max}, voting::OverlayPosition::bottom_right, true, false,
                     voting::Language::zh_tw,   limits::show_result_longest,           true};
  extreme.vote->channel = extreme.channel.id;
  extreme.vote->id = VoteId{VoteId::max};
  extreme.sequence = (std::uint64_t{1} << 53) - 1;
  Snapshot behind = with_votes(samples::vote(2), std::nullopt);
  behind.sequence -= 5'000;
  Snapshot bottom_left = with_votes(std::nullopt, std::nullopt);
  bottom_left.channel.overlay_position = voting::OverlayPosition::bottom_left;
  bottom_left.channel.language = voting::Language::de;
  bottom_left.channel.show_result = limits::show_result_least;
  LiveVote changeable = counted(30, 2'000);
  changeable.ballots_may_change = true;
  LiveVote endless = samples::vote(2, 3);
  endless.ends_at.reset();
  return {
      {"no vote, settings only", channel_update, with_votes(std::nullopt, std::nullopt)},
      {"settings only, bottom left in German for five seconds", channel_update, bottom_left},
      {"settings while a vote is open", channel_update, with_votes(counted(5, 50), std::nullopt)},
      {"1 ship, no ballots", vote_status, with_votes(samples::vote(1), std::nullopt)},
      {"1 ship, largest numbers", vote_progress, extreme},
      {"2 ships, sequence behind the clock", vote_status, behind},
      {"2 ships, no end set", vote_progress, with_votes(endless, std::nullopt)},
      {"30 ships, opened", vote_status, with_votes(samples::vote(30), std::nullopt)},
      {"30 ships", vote_progress, with_votes(counted(30, 2'000), std::nullopt)},
      {"30 ships, ballots may change", vote_progress, with_votes(changeable, std::nullopt)},
      {"30 ships, hidden until the own ballot", vote_progress,
       with_votes(with_visibility(counted(30, 2'000), ResultVisibility::after_ballot), std::nullopt)},
      {"30 ships, hidden until the close", vote_status,
       with_votes(with_visibility(counted(30, 2'000), ResultVisibility::after_close), std::nullopt)},
      {"30 ships, was hidden, closed", vote_status,
       with_votes(samples::closed(with_visibility(counted(30, 2'000), ResultVisibility::after_close)), std::nullopt)},
      {"30 ships, closed", vote_progress, with_votes(samples::closed(counted(30, 2'000)), std::nullopt)},
      {"3 ships, closed, all tied", vote_status, with_votes(samples::closed(samples::vote(3, 7)), std::nullopt)},
      {"3 ships, closed, no ballots", vote_status, with_votes(samples::closed(samples::vote(3)), std::nullopt)},
      {"300 ships", vote_progress, with_votes(counted(300, 5'000), std::nullopt)},
      {"996 ships, no ballots", vote_status, with_votes(samples::vote(996), std::nullopt)},
      {"996 ships, counts up to 100,000", vote_progress, with_votes(counted(996, 100'000), std::nullopt)},
      {"996 ships, 100,000 each, closed", vote_progress,
       with_votes(samples::closed(samples::vote(996, 100'000)), std::nullopt)},
      {"1,000 ships of any ids, counts without bound", vote_progress,
       with_votes(samples::closed(scattered(1'000)), std::nullopt)},
      {"30 ships in 1,000 bytes", vote_progress, with_votes(counted(30, 2'000), std::nullopt), 1'000},
  };
}

std::vector<Case> segment_cases() {
  LiveVote last = samples::closed(counted(12, 800));
  last.id = VoteId{11};
  LiveVote large = samples::closed(counted(996, 99'999));
  large.id = VoteId{11};
  return {
      {"segment, no vote yet", std::nullopt, with_votes(std::nullopt, std::nullopt)},
      {"segment, last result only", std::nullopt, with_votes(std::nullopt, last)},
      {"segment, open vote and last result", std::nullopt, with_votes(counted(30, 2'000), last)},
      {"segment, both with 996 ships", std::nullopt, with_votes(counted(996, 100'000), large)},
  };
}

std::string content(Case const& test) {
  if (test.type) return encode_message(*test.type, test.snapshot, test.most_bytes).text;
  return encode_segment(test.snapshot).content;
}

std::optional<Unpacked> decoded(Case const& test, std::string const& text) {
  if (!test.type) return decode_segment(text);
  auto const message = decode_message(text);
  return message ? message->live : std::nullopt;
}

std::string line(Case const& test) {
  std::string const text = content(test);
  Unpacked const read = decoded(test, text).value();
  json::object object;
  object["name"] = test.name;
  object["type"] = test.type ? json::string(message_type_text(*test.type)) : json::string("segment");
  object["most_bytes"] = test.most_bytes;
  object["state"] = written(test.snapshot);
  object["bytes"] = text.size();
  object["text"] = text;
  json::object told = written(read.snapshot);
  if (told != object["state"]) object["told"] = std::move(told);
  object["leftover"] = {{"vote_ships", read.leftover.vote_ships},
                        {"last_result_ships", read.leftover.last_result_ships}};
  return json::serialize(object);
}

std::string whole_file() {
  std::string file = "[\n";
  std::vector<Case> cases = message_cases();
  for (Case& test : segment_cases()) cases.push_back(std::move(test));
  for (std::size_t test = 0; test < cases.size(); ++test) {
    file += line(cases[test]) + (test + 1 < cases.size() ? ",\n" : "\n]\n");
  }
  return file;
}

TEST(Vectors, TheFileIsWhatTheEncoderWrites) {
  std::string const expected = whole_file();
  if (std::getenv("SHIPVOTE_REWRITE_VECTORS") != nullptr) std::ofstream(path) << expected;
  std::ifstream file(path);
  std::string const found{std::istreambuf_iterator<char>(file), {}};
  EXPECT_TRUE(found == expected) << "the format of live messages is not that of " << path;
}

TEST(Vectors, TheDecoderReadsWhatIsTold) {
  for (Case const& test : message_cases()) {
    auto const read = decoded(test, content(test));
    ASSERT_TRUE(read) << test.name;
    Snapshot told = test.snapshot;
    if (told.vote) told.vote = told_vote(*told.vote, told.vote->ships.size() - read->leftover.vote_ships);
    EXPECT_EQ(read->snapshot, told) << test.name;
  }
}

}  // namespace
}  // namespace shipvote::live
