#include "service/batch_wire.h"

#include <cstdint>
#include <cstdlib>

#include "foundation/limits.h"

namespace shipvote::service {

using voting::BallotVerdict;

namespace {

constexpr std::string_view ballots_mark = "SVB1";
constexpr std::string_view verdicts_mark = "SVV1";
constexpr std::size_t head_bytes = 8;

static_assert(head_bytes + limits::ballots_per_batch * 32 <= limits::request_body_bytes);

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

// What follows mark and count, when both are right and as many items of that size follow.
std::optional<std::string_view> items_of(std::string_view body, std::string_view mark, std::size_t item_bytes) {
  if (body.size() < head_bytes || !body.starts_with(mark)) return std::nullopt;
  std::size_t const count = number_at<std::uint32_t>(body, mark.size());
  if (count < 1 || count > limits::ballots_per_batch || body.size() != head_bytes + count * item_bytes) {
    return std::nullopt;
  }
  return body.substr(head_bytes);
}

template <class AnyId>
bool can_exist(AnyId id) noexcept {
  return id.value >= 1 && id.value <= AnyId::max;
}

}  // namespace

BatchWriter::BatchWriter(std::size_t ballots) {
  if (ballots < 1 || ballots > limits::ballots_per_batch) std::abort();
  bytes_.reserve(head_bytes + ballots * 32);
  bytes_ = ballots_mark;
  append_number(bytes_, static_cast<std::uint32_t>(ballots));
}

void BatchWriter::add(voting::Ballot const& ballot) {
  append_number(bytes_, ballot.vote.value);
  append_number(bytes_, ballot.ship.value);
  append_number(bytes_, ballot.channel.value);
  for (std::uint8_t const byte : ballot.viewer.bytes) bytes_.push_back(static_cast<char>(byte));
}

std::optional<BatchReader> BatchReader::of(std::string_view body) {
  auto const records = items_of(body, ballots_mark, record_bytes);
  if (!records) return std::nullopt;
  BatchReader const batch{*records};
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

std::string encode_verdicts(std::span<BallotVerdict const> verdicts) {
  std::string bytes{verdicts_mark};
  bytes.reserve(head_bytes + verdicts.size());
  append_number(bytes, static_cast<std::uint32_t>(verdicts.size()));
  for (auto const verdict : verdicts) bytes.push_back(static_cast<char>(verdict_number(verdict)));
  return bytes;
}

std::optional<std::vector<BallotVerdict>> decode_verdicts(std::string_view body, std::size_t ballots) {
  auto const items = items_of(body, verdicts_mark, 1);
  if (!items || items->size() != ballots) return std::nullopt;
  std::vector<BallotVerdict> verdicts;
  verdicts.reserve(ballots);
  for (char const item : *items) {
    auto const verdict = verdict_of(static_cast<std::uint8_t>(item));
    if (!verdict) return std::nullopt;
    verdicts.push_back(*verdict);
  }
  return verdicts;
}

}  // namespace shipvote::service
