// Presets as they are stored: rows of `presets`.
#pragma once

#include <vector>

#include "foundation/outcome.h"
#include "store/sqlite_connection.h"
#include "voting/preset.h"

namespace shipvote::store {

// As Store::presets, add_preset, change_preset, remove_preset.
[[nodiscard]] std::vector<voting::Preset> read_presets(Connection& connection, ChannelId channel);
[[nodiscard]] Outcome<voting::Preset> insert_preset(Connection& connection, ChannelId channel,
                                                    voting::NewPreset const& content, TimePoint now);
[[nodiscard]] Outcome<voting::Preset> update_preset(Connection& connection, ChannelId channel, voting::PresetId id,
                                                    voting::NewPreset const& content, TimePoint now);
[[nodiscard]] bool erase_preset(Connection& connection, ChannelId channel, voting::PresetId id);

}  // namespace shipvote::store
