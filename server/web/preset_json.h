// Presets and rules as clients write and read them.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "foundation/outcome.h"
#include "voting/preset.h"
#include "web/form.h"

namespace shipvote::web {

[[nodiscard]] boost::json::object preset_json(voting::Preset const& preset);

// A new preset, with every wrong field named.
[[nodiscard]] Outcome<voting::NewPreset> read_preset(boost::json::object const& body);

struct DrawQuestion {
  voting::ShipRule rule;
  std::vector<ShipId> excluded;
};
[[nodiscard]] Outcome<DrawQuestion> read_draw(boost::json::object const& body);

// The ids in the list of that name; what is wrong with them is noted. Empty when there is no such list.
[[nodiscard]] std::vector<ShipId> read_ships(Form& form, std::string_view key, std::size_t most);

}  // namespace shipvote::web
