#include "service/batch_wire.h"

#include <cstdint>
#include <cstdlib>

#include "foundation/limits.h"

namespace shipvote::service {

using voting::BallotVerdict;

namespace {

constexpr std::string_view ballots_mark = "SVB2";
constexpr std::string_view answer_mark = "SVV2";
constexpr std::size_t mark_and_count_bytes = 8;
constexpr std::size_t head_bytes = mark_and_count_bytes + 8;            // of a batch
constexpr std::uint64_t latest_milliseconds = std::uint64_t{1} << 53U;  // of a time that is taken for one

static_assert(head_bytes + limits::ballots_per_batch * 32 <= limits::request_body_bytes);
static_assert(limits::ships_per_vote <= limits::counts_per_batch_answer);

template <class Number>
void append_number(std::string& bytes, Number number) {
  for (std::size_t shift = 0; shift < 8 * sizeof number; shift += 8) {
    bytes.push_back(static_cast<char>(static_cast<std::uint8_t>(number >> shift)));
  }
}

template <class Number>
Number number_at(std::string_view bytes, std::size_t place) noexcept {
  Number number = 0;
  for (std::size_t index = sizeof number; index-- > 0;) {
    number = static_cast<Number>(number << 8U) | static_cast<std::uint8_t>(bytes[place + index]);
  }
  return number;
}

// Numbers of their own, so that a verdict means the same to programs of different versions.
std::uint8_t verdict_number(BallotVerdict verdict) noexcept {
  switch (verdict) {
    case BallotVerdict::accepted: return 1;
    case BallotVerdict::already_voted: return 2;
    case BallotVerdict::vote_closed: return 3;
    case BallotVerdict::vote_not_found: return 4;
    case BallotVerdict::ship_not_on_vote: return 5;
    case BallotVerdict::overloaded: return 6;
    case BallotVerdict::storage_failed: return 7;
    case BallotVerdict::outcome_unknown: return 8;
  }
  return 0;
}

std::optional<BallotVerdict> verdict_of(std::uint8_t number) noexcept {
  for (auto const verdict : {BallotVerdict::accepted, BallotVerdict::already_voted, BallotVerdict::vote_closed,
                             BallotVerdict::vote_not_found, BallotVerdict::ship_not_on_vote, BallotVerdict::overloaded,
                             BallotVerdict::storage_failed, BallotVerdict::outcome_unknown}) {
    if (verdict_number(verdict) == number) return verdict;
  }
  return std::nullopt;
}

// The count behind the mark, when both are as they must be.
std::optional<std::size_t> count_in(std::string_view body, std::string_view mark) {
  if (body.size() < mark_and_count_bytes || !body.starts_with(mark)) return std::nullopt;
  std::size_t const count = number_at<std::uint32_t>(body, mark.size());
  if (count < 1 || count > limits::ballots_per_batch) return std::nullopt;
  return count;
}

template <class AnyId>
bool can_exist(AnyId id) noexcept {
  return id.value >= 1 && id.value <= AnyId::max;
}

// Takes one off the front of `bytes`; nothing when there is none.
std::optional<ToldTally> take_tally(std::string_view& bytes) {
  constexpr std::size_t tally_head_bytes = 8;
  constexpr std::size_t count_bytes = 4;
  if (bytes.size() < tally_head_bytes) return std::nullopt;
  ToldTally tally;
  tally.vote = VoteId{number_at<std::uint32_t>(bytes, 0)};
  std::size_t const ships = number_at<std::uint32_t>(bytes, 4);
  bytes.remove_prefix(tally_head_bytes);
  if (!can_exist(tally.vote) || ships < 1 || ships > limits::ships_per_vote) return std::nullopt;
  if (bytes.size() < ships * count_bytes) return std::nullopt;
  tally.counts.reserve(ships);
  for (std::size_t ship = 0; ship < ships; ++ship) {
    tally.counts.push_back(number_at<std::uint32_t>(bytes, ship * count_bytes));
  }
  bytes.remove_prefix(ships * count_bytes);
  return tally;
}

}  // namespace

BatchWriter::BatchWriter(std::size_t ballots, TimePoint sent_at) {
  if (ballots < 1 || ballots > limits::ballots_per_batch) std::abort();
  bytes_.reserve(head_bytes + ballots * 32);
  bytes_ = ballots_mark;
  append_number(bytes_, static_cast<std::uint32_t>(ballots));
  append_number(bytes_, static_cast<std::uint64_t>(sent_at.time_since_epoch().count()));
}

void BatchWriter::add(voting::Ballot const& ballot) {
  append_number(bytes_, ballot.vote.value);
  append_number(bytes_, ballot.ship.value);
  append_number(bytes_, ballot.channel.value);
  for (std::uint8_t const byte : ballot.viewer.bytes) bytes_.push_back(static_cast<char>(byte));
}

std::optional<BatchReader> BatchReader::of(std::string_view body) {
  auto const count = count_in(body, ballots_mark);
  if (!count || body.size() != head_bytes + *count * record_bytes) return std::nullopt;
  auto const sent_at = number_at<std::uint64_t>(body, mark_and_count_bytes);
  if (sent_at > latest_milliseconds) return std::nullopt;
  BatchReader const batch{body.substr(head_bytes),
                          TimePoint{std::chrono::milliseconds{static_cast<std::int64_t>(sent_at)}}};
  for (std::size_t index = 0; index < batch.size(); ++index) {
    auto const ballot = batch.at(index, {});
    if (!can_exist(ballot.vote) || !can_exist(ballot.ship) || !can_exist(ballot.channel)) return std::nullopt;
  }
  return batch;
}

voting::Ballot BatchReader::at(std::size_t index, TimePoint cast_at) const noexcept {
  auto const record = records_.substr(index * record_bytes, record_bytes);
  voting::Ballot ballot;
  ballot.vote = VoteId{number_at<std::uint32_t>(record, 0)};
  ballot.ship = ShipId{number_at<std::uint32_t>(record, 4)};
  ballot.channel = ChannelId{number_at<std::uint64_t>(record, 8)};
  for (std::size_t byte = 0; byte < ballot.viewer.bytes.size(); ++byte) {
    ballot.viewer.bytes[byte] = static_cast<std::uint8_t>(record[16 + byte]);
  }
  ballot.cast_at = cast_at;
  return ballot;
}

std::string encode_answer(BatchAnswer const& answer) {
  std::string bytes{answer_mark};
  bytes.reserve(mark_and_count_bytes + answer.verdicts.size());
  append_number(bytes, static_cast<std::uint32_t>(answer.verdicts.size()));
  for (auto const verdict : answer.verdicts) bytes.push_back(static_cast<char>(verdict_number(verdict)));
  for (auto const& tally : answer.tallies) {
    append_number(bytes, tally.vote.value);
    append_number(bytes, static_cast<std::uint32_t>(tally.counts.size()));
    for (std::uint32_t const count : tally.counts) append_number(bytes, count);
  }
  return bytes;
}

std::optional<BatchAnswer> decode_answer(std::string_view body, std::size_t ballots) {
  auto const count = count_in(body, answer_mark);
  if (!count || *count != ballots || body.size() < mark_and_count_bytes + ballots) return std::nullopt;
  BatchAnswer answer;
  answer.verdicts.reserve(ballots);
  for (char const item : body.substr(mark_and_count_bytes, ballots)) {
    auto const verdict = verdict_of(static_cast<std::uint8_t>(item));
    if (!verdict) return std::nullopt;
    answer.verdicts.push_back(*verdict);
  }
  for (auto rest = body.substr(mark_and_count_bytes + ballots); !rest.empty();) {
    auto tally = take_tally(rest);
    if (!tally) return std::nullopt;
    answer.tallies.push_back(std::move(*tally));
  }
  return answer;
}

}  // namespace shipvote::service
