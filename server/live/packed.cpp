#include "live/packed.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <vector>

#include "foundation/limits.h"
#include "live/range_code.h"
#include "live/ship_code.h"

namespace shipvote::live {
namespace {

using std::chrono::milliseconds;

constexpr std::uint64_t choices = 8;  // values that a field of choices may ever have
constexpr std::uint64_t language_choices = 32;
constexpr std::uint64_t show_result_choices = 64;  // seconds

std::uint64_t since_epoch(TimePoint time) { return static_cast<std::uint64_t>(time.time_since_epoch().count()); }
TimePoint after_epoch(std::uint64_t time) { return TimePoint{milliseconds{static_cast<std::int64_t>(time)}}; }

// A number as its distance from one that is known already.
void write_near(RangeEncoder& encoder, std::uint64_t value, std::uint64_t known) {
  encoder.flag(value < known);
  encoder.number(value < known ? known - value : value - known);
}

std::optional<std::uint64_t> read_near(RangeDecoder& decoder, std::uint64_t known) {
  bool const below = decoder.flag();
  std::uint64_t const distance = decoder.number();
  if (below) return distance <= known ? std::optional{known - distance} : std::nullopt;
  return distance <= largest_code_number - known ? std::optional{known + distance} : std::nullopt;
}

void write_optional_time(RangeEncoder& encoder, std::optional<TimePoint> time, std::uint64_t known) {
  encoder.flag(time.has_value());
  if (time) write_near(encoder, since_epoch(*time), known);
}

// False if the text is broken.
bool read_optional_time(RangeDecoder& decoder, std::uint64_t known, std::optional<TimePoint>& time) {
  if (!decoder.flag()) return true;
  auto const value = read_near(decoder, known);
  if (value) time = after_epoch(*value);
  return value.has_value();
}

std::uint64_t sum(std::vector<std::uint32_t> const& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

void write_winner(RangeEncoder& encoder, LiveVote const& told) {
  encoder.flag(told.winner.has_value());
  if (!told.winner) return;
  auto const place = std::lower_bound(told.ships.begin(), told.ships.end(), told.winner->ship);
  if (place == told.ships.end() || *place != told.winner->ship) std::abort();
  encoder.uniform(static_cast<std::uint64_t>(place - told.ships.begin()), told.ships.size());
  encoder.flag(!told.winner->tied.empty());
}

bool read_winner(RangeDecoder& decoder, LiveVote& vote) {
  if (!decoder.flag()) return true;
  if (vote.ships.empty()) return false;
  auto const place = decoder.uniform(vote.ships.size());
  voting::Winner winner;
  winner.ship = vote.ships[place];
  winner.ballots = vote.counts[place];
  if (decoder.flag()) {
    for (std::size_t ship = 0; ship < vote.ships.size(); ++ship) {
      if (vote.counts[ship] == winner.ballots) winner.tied.push_back(vote.ships[ship]);
    }
  }
  vote.winner = std::move(winner);
  return true;
}

void write_vote(RangeEncoder& encoder, LiveVote const& vote, std::size_t most_ships, std::uint64_t server_time) {
  LiveVote const told = told_vote(vote, most_ships);
  std::uint64_t const opened = since_epoch(told.opened_at);
  encoder.number(told.id.value);
  encoder.uniform(static_cast<std::uint64_t>(told.state), choices);
  encoder.uniform(static_cast<std::uint64_t>(told.visibility), choices);
  encoder.flag(told.ballots_may_change);
  write_near(encoder, opened, server_time);
  write_optional_time(encoder, told.ends_at, opened);
  write_optional_time(encoder, told.closed_at, opened);
  encoder.uniform(told.close_reason ? 1 + static_cast<std::uint64_t>(*told.close_reason) : 0, choices);
  encoder.number(vote.ships.size() - told.ships.size());
  encode_ships(encoder, told.ships);
  if (told.counts_hidden()) return;
  encode_counts(encoder, told.counts);
  bool const complete = told.ballots == sum(told.counts);
  encoder.flag(complete);
  if (!complete) encoder.number(told.ballots);
  if (told.state == voting::VoteState::closed) write_winner(encoder, told);
}

bool read_choices(RangeDecoder& decoder, LiveVote& vote) {
  auto const state = decoder.uniform(choices);
  auto const visibility = decoder.uniform(choices);
  if (state > static_cast<std::uint64_t>(voting::VoteState::closed)) return false;
  if (visibility > static_cast<std::uint64_t>(voting::ResultVisibility::after_close)) return false;
  vote.state = static_cast<voting::VoteState>(state);
  vote.visibility = static_cast<voting::ResultVisibility>(visibility);
  vote.ballots_may_change = decoder.flag();
  return true;
}

bool read_times(RangeDecoder& decoder, LiveVote& vote, std::uint64_t server_time) {
  auto const opened = read_near(decoder, server_time);
  if (!opened) return false;
  vote.opened_at = after_epoch(*opened);
  return read_optional_time(decoder, *opened, vote.ends_at) && read_optional_time(decoder, *opened, vote.closed_at);
}

bool read_close_reason(RangeDecoder& decoder, LiveVote& vote) {
  auto const reason = decoder.uniform(choices);
  if (reason > 1 + static_cast<std::uint64_t>(voting::CloseReason::channel_deleted)) return false;
  if (reason > 0) vote.close_reason = static_cast<voting::CloseReason>(reason - 1);
  return true;
}

bool read_counts(RangeDecoder& decoder, LiveVote& vote) {
  vote.counts.assign(vote.ships.size(), 0);
  if (vote.counts_hidden()) return true;
  auto counts = decode_counts(decoder, vote.ships.size());
  if (!counts) return false;
  vote.counts = std::move(*counts);
  vote.ballots = decoder.flag() ? sum(vote.counts) : decoder.number();
  return vote.state == voting::VoteState::open || read_winner(decoder, vote);
}

std::optional<LiveVote> read_vote(RangeDecoder& decoder, std::uint64_t server_time, std::size_t& leftover) {
  LiveVote vote;
  auto const id = decoder.number();
  if (id > VoteId::max) return std::nullopt;
  vote.id = VoteId{static_cast<VoteId::number_type>(id)};
  if (!read_choices(decoder, vote) || !read_times(decoder, vote, server_time)) return std::nullopt;
  if (!read_close_reason(decoder, vote)) return std::nullopt;
  leftover = decoder.number();
  if (leftover > limits::ships_per_vote) return std::nullopt;
  auto ships = decode_ships(decoder);
  if (!ships) return std::nullopt;
  vote.ships = std::move(*ships);
  if (!read_counts(decoder, vote)) return std::nullopt;
  return vote;
}

void write_channel(RangeEncoder& encoder, ChannelState const& channel) {
  encoder.number(channel.id.value);
  encoder.uniform(static_cast<std::uint64_t>(channel.overlay_position), choices);
  encoder.flag(channel.anonymous_may_vote);
  encoder.flag(channel.only_in_game);
  encoder.uniform(static_cast<std::uint64_t>(channel.language), language_choices);
  encoder.uniform(static_cast<std::uint64_t>(channel.show_result.count()), show_result_choices);
  encoder.flag(channel.latency_hold);
}

bool read_channel(RangeDecoder& decoder, ChannelState& channel) {
  channel.id = ChannelId{decoder.number()};
  auto const position = decoder.uniform(choices);
  if (position > static_cast<std::uint64_t>(voting::OverlayPosition::bottom_right)) return false;
  channel.overlay_position = static_cast<voting::OverlayPosition>(position);
  channel.anonymous_may_vote = decoder.flag();
  channel.only_in_game = decoder.flag();
  auto const language = decoder.uniform(language_choices);
  if (language >= voting::languages) return false;
  channel.language = static_cast<voting::Language>(language);
  channel.show_result = std::chrono::seconds{decoder.uniform(show_result_choices)};
  channel.latency_hold = decoder.flag();
  return true;
}

// Reads into `vote` if the text has one; false if it is broken.
bool read_optional_vote(RangeDecoder& decoder, Snapshot const& snapshot, std::optional<LiveVote>& vote,
                        std::size_t& leftover) {
  if (!decoder.flag()) return true;
  vote = read_vote(decoder, since_epoch(snapshot.server_time), leftover);
  if (vote) vote->channel = snapshot.channel.id;
  return vote.has_value();
}

}  // namespace

std::string pack(Snapshot const& snapshot, Room room) {
  std::uint64_t const server_time = since_epoch(snapshot.server_time);
  RangeEncoder encoder;
  encoder.number(server_time);
  write_near(encoder, snapshot.sequence, server_time);
  write_channel(encoder, snapshot.channel);
  encoder.flag(snapshot.vote.has_value());
  if (snapshot.vote) write_vote(encoder, *snapshot.vote, room.vote_ships, server_time);
  encoder.flag(snapshot.last_result.has_value());
  if (snapshot.last_result) write_vote(encoder, *snapshot.last_result, room.last_result_ships, server_time);
  return code_character(protocol_version) + encoder.finish();
}

std::optional<Unpacked> unpack(std::string_view text) {
  if (text.empty() || code_digit(text.front()) != protocol_version) return std::nullopt;
  RangeDecoder decoder(text.substr(1));
  Unpacked read;
  std::uint64_t const server_time = decoder.number();
  read.snapshot.server_time = after_epoch(server_time);
  auto const sequence = read_near(decoder, server_time);
  if (!sequence) return std::nullopt;
  read.snapshot.sequence = *sequence;
  if (!read_channel(decoder, read.snapshot.channel)) return std::nullopt;
  if (!read_optional_vote(decoder, read.snapshot, read.snapshot.vote, read.leftover.vote_ships)) return std::nullopt;
  if (!read_optional_vote(decoder, read.snapshot, read.snapshot.last_result, read.leftover.last_result_ships)) {
    return std::nullopt;
  }
  if (decoder.broken()) return std::nullopt;
  return read;
}

}  // namespace shipvote::live
