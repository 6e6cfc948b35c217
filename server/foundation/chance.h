// Chance where it need not be hard to guess: for jitter, so that many do not act at the same moment.
#pragma once

namespace shipvote {

// From 0 up to, but not including, 1. Any thread.
[[nodiscard]] double drawn_chance();

}  // namespace shipvote
