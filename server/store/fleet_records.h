// The fleet as it is stored: rows of `warships`, and when it was refreshed.
#pragma once

#include <optional>
#include <vector>

#include "foundation/time.h"
#include "store/sqlite_connection.h"
#include "voting/warship.h"

namespace shipvote::store {

[[nodiscard]] std::vector<voting::Warship> read_warships(Connection& connection);  // ascending ids
void store_warships(Connection& connection, std::vector<voting::Warship> const& ships);
[[nodiscard]] std::optional<TimePoint> read_fleet_refreshed_at(Connection& connection);
void store_fleet_refreshed_at(Connection& connection, TimePoint time);

}  // namespace shipvote::store
