#include "service/change_wire.h"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <stdexcept>

#include "foundation/limits.h"

namespace shipvote::service {

namespace json = boost::json;
using voting::Channel;
using voting::Vote;

std::string run_text(std::uint64_t run) {
  std::array<char, 16> digits{};
  auto const [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), run, 16);
  return {digits.data(), end};
}

namespace {

constexpr std::size_t deepest = 8;

// Times are milliseconds since 1970.
json::value time_value(std::optional<TimePoint> time) {
  if (!time) return nullptr;
  return time->time_since_epoch().count();
}

template <class Items, class Value>
json::array list_of(Items const& items, Value value) {
  json::array list;
  list.reserve(items.size());
  for (auto const& item : items) list.emplace_back(value(item));
  return list;
}

json::array ship_list(std::vector<ShipId> const& ships) {
  return list_of(ships, [](ShipId ship) { return ship.value; });
}

json::array count_list(std::vector<std::uint32_t> const& counts) {
  return list_of(counts, [](std::uint32_t count) { return count; });
}

json::value winner_value(std::optional<voting::Winner> const& winner) {
  if (!winner) return nullptr;
  return json::object{{"ship", winner->ship.value}, {"ballots", winner->ballots}, {"tied", ship_list(winner->tied)}};
}

json::object vote_value(Vote const& vote) {
  return {{"id", vote.id.value},
          {"channel", vote.channel.value},
          {"ships", ship_list(vote.ships)},
          {"counts", count_list(vote.counts)},
          {"state", voting::vote_state_text(vote.state)},
          {"visibility", voting::result_visibility_text(vote.visibility)},
          {"ballots_may_change", vote.ballots_may_change},
          {"opened_at", time_value(vote.opened_at)},
          {"ends_at", time_value(vote.ends_at)},
          {"closed_at", time_value(vote.closed_at)},
          {"close_reason",
           vote.close_reason ? json::value(voting::close_reason_text(*vote.close_reason)) : json::value(nullptr)},
          {"winner", winner_value(vote.winner)},
          {"updated_at", time_value(vote.updated_at)}};
}

// What checks of ballots and live messages need, and nothing that is the broadcaster's own.
json::object channel_value(Channel const& channel) {
  return {{"id", channel.id.value},
          {"overlay_position", voting::overlay_position_text(channel.overlay_position)},
          {"anonymous_may_vote", channel.anonymous_may_vote},
          {"only_in_game", channel.only_in_game},
          {"language", voting::language_text(channel.language)},
          {"show_result_seconds", channel.show_result.count()},
          {"latency_hold", channel.latency_hold},
          {"moderators_may_control", channel.moderators_may_control}};
}

class NotChanges : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// From here on everything throws NotChanges, or what boost::json throws, for what is not as it must be.
template <class Number>
Number number_of(json::value const& value, Number least, Number most) {
  auto const number = value.to_number<Number>();
  if (number < least || number > most) throw NotChanges("a number out of range");
  return number;
}

template <class AnyId>
AnyId id_of(json::value const& value) {
  return AnyId{number_of<typename AnyId::number_type>(value, 1, AnyId::max)};
}

std::string_view text_of(json::value const& value) {
  auto const& text = value.as_string();
  return {text.data(), text.size()};
}

template <class Word>
Word known(std::optional<Word> word) {
  if (!word) throw NotChanges("an unknown word");
  return *word;
}

TimePoint time_of(json::value const& value) {
  return TimePoint{std::chrono::milliseconds{value.to_number<std::int64_t>()}};
}

std::optional<TimePoint> time_or_none(json::value const& value) {
  if (value.is_null()) return std::nullopt;
  return time_of(value);
}

template <class Item, class Read>
std::vector<Item> list_in(json::value const& value, std::size_t most, Read read) {
  auto const& list = value.as_array();
  if (list.size() > most) throw NotChanges("a list that is too long");
  std::vector<Item> items;
  items.reserve(list.size());
  for (auto const& item : list) items.push_back(read(item));
  return items;
}

std::vector<ShipId> ships_in(json::value const& value) {
  return list_in<ShipId>(value, limits::ships_per_vote, id_of<ShipId>);
}

std::vector<std::uint32_t> counts_in(json::value const& value) {
  return list_in<std::uint32_t>(value, limits::ships_per_vote,
                                [](json::value const& count) { return count.to_number<std::uint32_t>(); });
}

Vote vote_in(json::value const& value) {
  Vote vote;
  vote.id = id_of<VoteId>(value.at("id"));
  vote.channel = id_of<ChannelId>(value.at("channel"));
  vote.ships = ships_in(value.at("ships"));
  vote.counts = counts_in(value.at("counts"));
  if (vote.ships.empty() || vote.counts.size() != vote.ships.size()) throw NotChanges("counts that are not parallel");
  auto const state = text_of(value.at("state"));
  if (state != "open" && state != "closed") throw NotChanges("an unknown state");
  vote.state = state == "open" ? voting::VoteState::open : voting::VoteState::closed;
  vote.visibility = known(voting::parse_result_visibility(text_of(value.at("visibility"))));
  vote.ballots_may_change = value.at("ballots_may_change").as_bool();
  vote.opened_at = time_of(value.at("opened_at"));
  vote.ends_at = time_or_none(value.at("ends_at"));
  vote.closed_at = time_or_none(value.at("closed_at"));
  if (auto const& reason = value.at("close_reason"); !reason.is_null()) {
    vote.close_reason = known(voting::parse_close_reason(text_of(reason)));
  }
  if (auto const& winner = value.at("winner"); !winner.is_null()) {
    vote.winner.emplace();
    vote.winner->ship = id_of<ShipId>(winner.at("ship"));
    vote.winner->ballots = winner.at("ballots").to_number<std::uint32_t>();
    vote.winner->tied = ships_in(winner.at("tied"));
  }
  vote.updated_at = time_of(value.at("updated_at"));
  return vote;
}

Channel channel_in(json::value const& value) {
  Channel channel;
  channel.id = id_of<ChannelId>(value.at("id"));
  channel.overlay_position = known(voting::parse_overlay_position(text_of(value.at("overlay_position"))));
  channel.anonymous_may_vote = value.at("anonymous_may_vote").as_bool();
  channel.only_in_game = value.at("only_in_game").as_bool();
  channel.language = known(voting::parse_language(text_of(value.at("language"))));
  channel.show_result = std::chrono::seconds{value.at("show_result_seconds").to_number<std::uint32_t>()};
  channel.latency_hold = value.at("latency_hold").as_bool();
  channel.moderators_may_control = value.at("moderators_may_control").as_bool();
  return channel;
}

ToldTally tally_in(json::value const& value) { return {id_of<VoteId>(value.at("id")), counts_in(value.at("counts"))}; }

Changes changes_in(json::value const& value) {
  constexpr std::size_t most = limits::changes_per_answer;
  Changes changes;
  changes.place.run = std::string{text_of(value.at("run"))};
  changes.place.sequence = value.at("sequence").to_number<std::uint64_t>();
  changes.place.floor = value.at("floor").to_number<std::uint64_t>();
  changes.more = value.at("more").as_bool();
  changes.reset = value.at("reset").as_bool();
  changes.live_messages = known(ops::parse_live_messages(text_of(value.at("live_messages"))));
  changes.votes = list_in<Vote>(value.at("votes"), most, vote_in);
  changes.tallies = list_in<ToldTally>(value.at("tallies"), most, tally_in);
  changes.channels = list_in<Channel>(value.at("channels"), most, channel_in);
  changes.channels_gone = list_in<ChannelId>(value.at("channels_gone"), most, id_of<ChannelId>);
  return changes;
}

}  // namespace

std::string encode_changes(Changes const& changes) {
  return json::serialize(json::object{
      {"run", changes.place.run},
      {"sequence", changes.place.sequence},
      {"floor", changes.place.floor},
      {"more", changes.more},
      {"reset", changes.reset},
      {"live_messages", ops::live_messages_text(changes.live_messages)},
      {"votes", list_of(changes.votes, vote_value)},
      {"tallies", list_of(changes.tallies,
                          [](ToldTally const& tally) {
                            return json::object{{"id", tally.vote.value}, {"counts", count_list(tally.counts)}};
                          })},
      {"channels", list_of(changes.channels, channel_value)},
      {"channels_gone", list_of(changes.channels_gone, [](ChannelId channel) { return channel.value; })}});
}

std::optional<Changes> decode_changes(std::string_view text) {
  json::parse_options options;
  options.max_depth = deepest;
  boost::system::error_code error;
  auto const value = json::parse(text, error, {}, options);
  if (error) return std::nullopt;
  try {
    return changes_in(value);
  } catch (std::exception const&) {
    return std::nullopt;
  }
}

}  // namespace shipvote::service
