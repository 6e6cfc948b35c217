// GET /api/warships and /api/warships/:ship_id: the fleet.
#include <boost/json/serialize.hpp>

#include "foundation/limits.h"
#include "web/answers.h"
#include "web/route_parts.h"
#include "web/vote_json.h"

namespace shipvote::web {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

// The whole fleet as one body, rendered once for each snapshot.
class FleetBody {
 public:
  service::RenderedBody of(std::shared_ptr<fleet::Fleet const> const& fleet) {
    std::lock_guard const lock{mutex_};
    if (rendered_for_ != fleet) {
      json::array ships;
      for (auto const& ship : fleet->ships()) ships.emplace_back(warship_json(ship));
      body_ = service::rendered_body(json::serialize(json::object{{"data", std::move(ships)}}));
      rendered_for_ = fleet;
    }
    return body_;
  }

 private:
  std::mutex mutex_;
  std::shared_ptr<fleet::Fleet const> rendered_for_;
  service::RenderedBody body_;
};

http::Response some_ships(fleet::Fleet const& fleet, std::vector<ShipId> const& ids) {
  json::array ships;
  for (ShipId const id : ids) {
    if (auto const* const ship = fleet.find(id)) ships.emplace_back(warship_json(*ship));
  }
  return {200, json::serialize(json::object{{"data", std::move(ships)}})};
}

asio::awaitable<http::Response> list(RouteParts const& parts, FleetBody& all, http::Request const& request) {
  auto const fleet = parts.fleet.get();
  auto const ids = ships_in_query(request, "ids", limits::ids_per_query);
  if (!ids) co_return refused(ids.refusal());
  if (!ids.value().empty()) co_return some_ships(*fleet, ids.value());
  auto body = all.of(fleet);
  http::Response response{200, std::move(body.bytes)};
  response.etag = std::move(body.etag);
  co_return response;
}

asio::awaitable<http::Response> show_warship(RouteParts const& parts, http::Request const& request) {
  auto const fleet = parts.fleet.get();
  auto const id = parse_id<ShipId>(request.parameters[0]);
  auto const* const ship = id ? fleet->find(*id) : nullptr;
  if (ship == nullptr) co_return refused({RefusalCode::not_found, "Not found"});
  co_return http::Response{200, json::serialize(json::object{{"data", warship_json(*ship)}})};
}

}  // namespace

void add_warship_routes(http::Router& router, RouteParts const& parts) {
  auto all = std::make_shared<FleetBody>();
  router.add(http::Method::get, "/api/warships",
             answering([&parts, all](http::Request const& request) { return list(parts, *all, request); }));
  add_route(router, parts, http::Method::get, "/api/warships/:ship_id", show_warship);
}

}  // namespace shipvote::web
