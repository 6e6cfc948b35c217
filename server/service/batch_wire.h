// Ballots on their way from an edge to shipvote-web, and the verdicts on their way back (docs/edge.md). All numbers are
// little endian:
//
//   ballots   "SVB1"  count (4 bytes)  count times: vote (4)  ship (4)  channel (8)  viewer's key (16)
//   verdicts  "SVV1"  count (4 bytes)  count times: verdict (1), in the order of the ballots
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "voting/ballot.h"

namespace shipvote::service {

// Writes one batch. When a ballot was cast is not written: the time at which the batch arrives counts.
class BatchWriter {
 public:
  explicit BatchWriter(std::size_t ballots);  // 1 to limits::ballots_per_batch; add() is called as often
  void add(voting::Ballot const& ballot);
  [[nodiscard]] std::string take() && { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads a batch where it lies. Any bytes may be given: what is no batch, or names an id that cannot exist, is nothing.
class BatchReader {
 public:
  [[nodiscard]] static std::optional<BatchReader> of(std::string_view body);
  [[nodiscard]] std::size_t size() const noexcept { return records_.size() / record_bytes; }
  [[nodiscard]] voting::Ballot at(std::size_t index, TimePoint cast_at) const noexcept;

 private:
  static constexpr std::size_t record_bytes = 32;
  explicit BatchReader(std::string_view records) : records_(records) {}
  std::string_view records_;
};

[[nodiscard]] std::string encode_verdicts(std::span<voting::BallotVerdict const> verdicts);
// Nothing unless these are the verdicts on `ballots` ballots.
[[nodiscard]] std::optional<std::vector<voting::BallotVerdict>> decode_verdicts(std::string_view body,
                                                                                std::size_t ballots);

}  // namespace shipvote::service
