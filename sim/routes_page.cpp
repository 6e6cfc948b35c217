// The pages and the drawn pictures.
#include "foundation/ids.h"
#include "sim/page_files.h"
#include "sim/routes.h"
#include "sim/silhouettes.h"
#include "sim/simulator.h"

namespace shipvote::sim {
namespace {

http::Response picture(std::string drawing) {
  http::Response response(200, std::move(drawing), "image/svg+xml");
  response.headers.emplace_back("Cache-Control", "public, max-age=3600");
  return response;
}

constexpr std::string_view picture_ending = ".svg";

http::Response file(Simulator const& simulator, std::string_view name) {
  auto content = page_file(name, simulator.settings().page_folder);
  if (!content) return not_found();
  http::Response response(200, std::move(*content), content_type_of(name));
  response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

// "/images/<ship id>.svg"
http::Response ship_picture(Simulator const& simulator, std::string_view name) {
  if (!name.ends_with(picture_ending)) return not_found();
  auto const id = parse_id<ShipId>(name.substr(0, name.size() - picture_ending.size()));
  if (!id) return not_found();
  auto const* ship = simulator.settings().fleet.find(*id);
  return picture(ship != nullptr ? silhouette(ship->type, ship->nation, id->value)
                                 : silhouette("Cruiser", "", id->value));
}

http::Response type_picture(std::string_view name) {
  if (!name.ends_with(picture_ending)) return not_found();
  return picture(silhouette(name.substr(0, name.size() - picture_ending.size()), "", 0));
}

}  // namespace

void add_page_routes(http::Router& router, Simulator& simulator) {
  using http::Method;
  using Request = http::Request;
  add_plain(router, Method::get, "/", [&](Request const&) { return file(simulator, "rig.html"); });
  add_plain(router, Method::get, "/instruments", [&](Request const&) { return file(simulator, "instruments.html"); });
  add_plain(router, Method::get, "/rig/:file",
            [&](Request const& request) { return file(simulator, request.parameters[0]); });
  add_plain(router, Method::get, "/images/:file",
            [&](Request const& request) { return ship_picture(simulator, request.parameters[0]); });
  add_plain(router, Method::get, "/images/types/:file",
            [](Request const& request) { return type_picture(request.parameters[0]); });
}

}  // namespace shipvote::sim
