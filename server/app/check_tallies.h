// `shipvote-web check`: does every tally equal its ballots?
#pragma once

#include <string>

namespace shipvote::app {

// Recounts every vote of the database in that folder, also beside a running server, and prints what it found.
// 0: all exact; 1: a difference, or the database could not be read.
[[nodiscard]] int check_tallies(std::string const& data_folder);

}  // namespace shipvote::app
