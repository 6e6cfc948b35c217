// What shipvote-web tells its edges of votes and channels, as one answer (docs/edge.md), and back from its JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/ids.h"
#include "foundation/time.h"
#include "ops/live_sides.h"
#include "voting/channel.h"
#include "voting/vote.h"

namespace shipvote::service {

// How a run is written: chance, drawn at every start, as hexadecimal digits.
[[nodiscard]] std::string run_text(std::uint64_t run);

// Where an edge stands in a feed: which run of shipvote-web, and up to which change it knows all.
struct FeedPlace {
  std::string run;             // hexadecimal digits; empty: nowhere yet
  std::uint64_t sequence = 0;  // of the last change that it knows
  // The last change there was when the edge began to read everything: what is dropped up to there, it need not read.
  std::uint64_t floor = 0;
  friend bool operator==(FeedPlace const&, FeedPlace const&) = default;
};

struct ToldTally {
  VoteId vote;
  std::vector<std::uint32_t> counts;  // parallel to the vote's ships
  friend bool operator==(ToldTally const&, ToldTally const&) = default;
};

// One page of changes, oldest first within each list. Votes and channels are told whole, as they are now.
struct Changes {
  FeedPlace place;     // after this page
  bool more = false;   // there is another page already
  bool reset = false;  // this page begins with everything that there is: what it and the next pages lack is gone
  ops::LiveMessages live_messages = ops::LiveMessages::web;
  std::vector<voting::Vote> votes;  // without their seeds
  std::vector<ToldTally> tallies;
  std::vector<voting::Channel> channels;  // what edges and viewers act upon; see change_wire.cpp
  std::vector<ChannelId> channels_gone;
  friend bool operator==(Changes const&, Changes const&) = default;
};

[[nodiscard]] std::string encode_changes(Changes const& changes);
// Any text may be given. Nothing when it is no such answer: a field is missing, of another type or out of range, or
// counts are not parallel to ships. Unknown fields are passed over.
[[nodiscard]] std::optional<Changes> decode_changes(std::string_view text);

}  // namespace shipvote::service
