// Channels, their garages, and what viewers and streamers wrote: rows of `channels`, `garage_ships` and `feedback`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/sqlite_connection.h"
#include "store/store.h"
#include "voting/channel.h"
#include "voting/warship.h"

namespace shipvote::store {

[[nodiscard]] std::vector<voting::Channel> read_channels(Connection& connection);  // ascending ids
[[nodiscard]] std::optional<voting::Channel> read_channel(Connection& connection, ChannelId id);
void store_channel(Connection& connection, voting::Channel const& channel);
[[nodiscard]] bool erase_channel(Connection& connection, ChannelId id);  // with garage and feedback; false: none

[[nodiscard]] std::vector<voting::GarageShip> read_garage(Connection& connection, ChannelId id);  // ascending ids
void store_garage(Connection& connection, ChannelId id, std::vector<voting::GarageShip> const& garage);
[[nodiscard]] bool store_ship_enabled(Connection& connection, ChannelId id, ShipId ship, bool enabled);

[[nodiscard]] std::optional<Feedback> insert_feedback(Connection& connection, ChannelId id, std::string const& message,
                                                      TimePoint now);

}  // namespace shipvote::store
