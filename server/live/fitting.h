// Packs a snapshot into the room there is: whole if it fits, else with the leading ships only.
#pragma once

#include <cstddef>
#include <string>

#include "live/state.h"

namespace shipvote::live {

struct FittedText {
  std::string text;
  Leftover leftover;
};

// At most `most_characters`, unless not even one ship of each vote fits (some 100 characters). Ships of the last result
// make room first, down to one, then those of the vote.
[[nodiscard]] FittedText fit(Snapshot const& snapshot, std::size_t most_characters);

}  // namespace shipvote::live
