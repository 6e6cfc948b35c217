// All warships that are known, as one immutable snapshot. Made anew after each refresh and shared as
// std::shared_ptr<Fleet const>; reading needs no lock.
#pragma once

#include <cstdint>
#include <unordered_set>
#include <utility>
#include <vector>

#include "foundation/ids.h"
#include "voting/warship.h"

namespace shipvote::fleet {

class Fleet {
 public:
  // Ids are distinct (anything else aborts). Empty is allowed: nothing has been fetched yet.
  explicit Fleet(std::vector<voting::Warship> ships);

  // By tier, type, nation, name, id; vanished ones included.
  [[nodiscard]] std::vector<voting::Warship> const& ships() const noexcept { return ships_; }
  // Null when unknown. The pointer lives as long as the fleet.
  [[nodiscard]] voting::Warship const* find(ShipId id) const noexcept;
  // What a new vote may take: votable and not vanished.
  [[nodiscard]] std::unordered_set<ShipId> const& votable_ids() const noexcept { return votable_ids_; }
  [[nodiscard]] bool votable(ShipId id) const noexcept { return votable_ids_.contains(id); }
  // Everything, vanished included.
  [[nodiscard]] std::unordered_set<ShipId> const& ids() const noexcept { return ids_; }

 private:
  std::vector<voting::Warship> ships_;
  std::vector<std::pair<ShipId, std::uint32_t>> places_;  // by id: the place in ships_
  std::unordered_set<ShipId> ids_;
  std::unordered_set<ShipId> votable_ids_;
};

}  // namespace shipvote::fleet
