// Ballots on their way from an edge to shipvote-web, and the verdicts on their way back (docs/edge.md). All numbers are
// little endian:
//
//   ballots   "SVB2"  count (4 bytes)  sent at (8, milliseconds since 1970)
//             count times: vote (4)  ship (4)  channel (8)  viewer's key (16)
//   verdicts  "SVV2"  count (4 bytes)  count times: verdict (1), in the order of the ballots
//             any number of times, to the end: vote (4)  ships (4)  for each ship: ballots (4)
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/change_wire.h"
#include "voting/ballot.h"

namespace shipvote::service {

// Writes one batch. When a ballot was cast is not written: the time at which the batch arrives counts.
class BatchWriter {
 public:
  // 1 to limits::ballots_per_batch ballots, and add() is called as often. `sent_at` is a date, by the edge's clock.
  BatchWriter(std::size_t ballots, TimePoint sent_at);
  void add(voting::Ballot const& ballot);
  [[nodiscard]] std::string take() && { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads a batch where it lies. Any bytes may be given: what is no batch, or names an id or a time that cannot be, is
// nothing.
class BatchReader {
 public:
  [[nodiscard]] static std::optional<BatchReader> of(std::string_view body);
  [[nodiscard]] std::size_t size() const noexcept { return records_.size() / record_bytes; }
  [[nodiscard]] TimePoint sent_at() const noexcept { return sent_at_; }
  [[nodiscard]] voting::Ballot at(std::size_t index, TimePoint cast_at) const noexcept;

 private:
  static constexpr std::size_t record_bytes = 32;
  BatchReader(std::string_view records, TimePoint sent_at) : records_(records), sent_at_(sent_at) {}
  std::string_view records_;
  TimePoint sent_at_;
};

struct BatchAnswer {
  std::vector<voting::BallotVerdict> verdicts;  // in the order of the ballots
  // The counts of votes whose viewers may see them for their ballot (ResultVisibility::after_ballot), accepted ballots
  // of the batch included. At most limits::counts_per_batch_answer counts; votes beyond are left out.
  std::vector<ToldTally> tallies;
  friend bool operator==(BatchAnswer const&, BatchAnswer const&) = default;
};

[[nodiscard]] std::string encode_answer(BatchAnswer const& answer);
// Nothing unless this is an answer to `ballots` ballots.
[[nodiscard]] std::optional<BatchAnswer> decode_answer(std::string_view body, std::size_t ballots);

}  // namespace shipvote::service
