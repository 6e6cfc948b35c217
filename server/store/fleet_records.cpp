#include "store/fleet_records.h"

namespace shipvote::store {

using voting::Warship;

std::vector<Warship> read_warships(Connection& connection) {
  std::vector<Warship> ships;
  auto query = connection.query(
      "SELECT id, name, nation, type, tier, premium, image, votable, vanished FROM warships ORDER BY id");
  while (query.next()) {
    auto const type = voting::parse_ship_type(query.text(3));
    if (!type) throw StoreFailure("warship " + query.id<ShipId>(0).text() + " is stored with a damaged type");
    ships.push_back({query.id<ShipId>(0), query.text(1), query.text(2), *type, static_cast<int>(query.integer(4)),
                     query.integer(5) != 0, query.text(6), query.integer(7) != 0, query.integer(8) != 0});
  }
  return ships;
}

void store_warships(Connection& connection, std::vector<Warship> const& ships) {
  for (Warship const& ship : ships) {
    connection
        .query(
            "INSERT OR REPLACE INTO warships (id, name, nation, type, tier, premium, image, votable, vanished) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")
        .bind(ship.id, ship.name, ship.nation, voting::ship_type_text(ship.type), ship.tier, ship.premium, ship.image,
              ship.votable, ship.vanished)
        .run();
  }
}

std::optional<TimePoint> read_fleet_refreshed_at(Connection& connection) {
  auto query = connection.query("SELECT value FROM meta WHERE name = 'fleet_refreshed_at'");
  if (!query.next()) return std::nullopt;
  return query.time(0);
}

void store_fleet_refreshed_at(Connection& connection, TimePoint time) {
  connection.query("INSERT OR REPLACE INTO meta (name, value) VALUES ('fleet_refreshed_at', ?1)").bind(time).run();
}

}  // namespace shipvote::store
