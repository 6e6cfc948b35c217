// The page and the drawn pictures.
#include "foundation/ids.h"
#include "sim/page_files.h"
#include "sim/routes.h"
#include "sim/silhouettes.h"
#include "sim/simulator.h"

namespace shipvote::sim {
namespace {

http::Response file(std::string_view content, std::string_view type) {
  http::Response response(200, std::string(content), type);
  response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

http::Response picture(std::string drawing) {
  http::Response response(200, std::move(drawing), "image/svg+xml");
  response.headers.emplace_back("Cache-Control", "public, max-age=3600");
  return response;
}

constexpr std::string_view picture_ending = ".svg";

http::Response not_found() {
  return {404, std::string(R"({"ok":false,"code":"not_found","message":"there is no such picture"})")};
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
  add_plain(router, Method::get, "/", [](Request const&) { return file(page_html(), "text/html; charset=utf-8"); });
  add_plain(router, Method::get, "/page.css",
            [](Request const&) { return file(page_css(), "text/css; charset=utf-8"); });
  add_plain(router, Method::get, "/page.js",
            [](Request const&) { return file(page_js(), "text/javascript; charset=utf-8"); });
  add_plain(router, Method::get, "/knobs.js",
            [](Request const&) { return file(knobs_js(), "text/javascript; charset=utf-8"); });
  add_plain(router, Method::get, "/images/:file",
            [&](Request const& request) { return ship_picture(simulator, request.parameters[0]); });
  add_plain(router, Method::get, "/images/types/:file",
            [](Request const& request) { return type_picture(request.parameters[0]); });
}

}  // namespace shipvote::sim
