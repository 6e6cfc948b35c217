#include "live/fitting.h"

#include <algorithm>

#include "live/packed.h"

namespace shipvote::live {
namespace {

std::size_t ships_of(std::optional<LiveVote> const& vote) { return vote ? vote->ships.size() : 0; }

std::size_t leftover_of(std::optional<LiveVote> const& vote, std::size_t told) {
  return ships_of(vote) - std::min(ships_of(vote), told);
}

FittedText packed_with(Snapshot const& snapshot, Room room) {
  return {pack(snapshot, room),
          {leftover_of(snapshot.vote, room.vote_ships), leftover_of(snapshot.last_result, room.last_result_ships)}};
}

// The most ships, up to `all`, with which it fits; with one ship if it never does.
template <class RoomFor>
FittedText most_ships(Snapshot const& snapshot, std::size_t most_characters, std::size_t all, RoomFor room_for) {
  FittedText best = packed_with(snapshot, room_for(1));
  std::size_t fits = 1;
  std::size_t fails = all + 1;
  while (fails - fits > 1) {
    std::size_t const middle = fits + (fails - fits) / 2;
    FittedText tried = packed_with(snapshot, room_for(middle));
    if (tried.text.size() <= most_characters) {
      best = std::move(tried);
      fits = middle;
    } else {
      fails = middle;
    }
  }
  return best;
}

}  // namespace

FittedText fit(Snapshot const& snapshot, std::size_t most_characters) {
  FittedText whole = packed_with(snapshot, {});
  if (whole.text.size() <= most_characters) return whole;
  if (ships_of(snapshot.last_result) > 1) {
    FittedText fitted = most_ships(snapshot, most_characters, ships_of(snapshot.last_result) - 1,
                                   [](std::size_t ships) { return Room{SIZE_MAX, ships}; });
    if (fitted.text.size() <= most_characters) return fitted;
  }
  if (ships_of(snapshot.vote) < 2) return packed_with(snapshot, {1, 1});
  return most_ships(snapshot, most_characters, ships_of(snapshot.vote) - 1,
                    [](std::size_t ships) { return Room{ships, 1}; });
}

}  // namespace shipvote::live
