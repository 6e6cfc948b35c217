// What the rig asks: what it can show, the bundle's files, the segments that views are given when they load, and one
// stream of live messages for all its views.
#include <algorithm>
#include <boost/json.hpp>

#include "sim/extension_bundle.h"
#include "sim/helix_reading.h"
#include "sim/routes.h"
#include "sim/simulator.h"

namespace shipvote::sim {
namespace {

namespace json = boost::json;

std::vector<std::string> own_urls(Simulator const& simulator) {
  return {simulator.url(), "http://localhost:" + std::to_string(simulator.port())};
}

http::Response setup_json(Simulator const& simulator, ExtensionBundle const& bundle) {
  auto const& settings = simulator.settings();
  auto const pages = bundle.pages();
  return json_response(200, json::object{{"client_id", settings.client_id},
                                         {"version", SHIPVOTE_VERSION},
                                         {"hash", bundle.hash()},
                                         {"pages", json::array(pages.begin(), pages.end())},
                                         {"web_url", settings.web_url},
                                         {"owner_user_id", settings.owner_user_id}});
}

// The list of ships that the bundle brings, with pictures that are drawn here: the rig needs no network.
http::Response ships_of_bundle(Simulator& simulator) {
  json::array ships;
  for (auto const& ship : simulator.wargaming().fleet().ships) {
    ships.push_back(json::object{{"id", ship.id.value},
                                 {"name", ship.name},
                                 {"nation", ship.nation},
                                 {"type", ship.type},
                                 {"tier", ship.tier},
                                 {"premium", ship.is_premium},
                                 {"image", simulator.url() + "/images/" + ship.id.text() + ".svg"}});
  }
  return json_response(200, json::object{{"data", std::move(ships)}});
}

// "/ext/<client id>/<version>/<hash>/<file>": any hash, since the bundle may have been built anew since the page
// loaded.
http::Response bundle_file(Simulator& simulator, ExtensionBundle const& bundle, http::Request const& request) {
  if (request.parameters[0] != simulator.settings().client_id || request.parameters[1] != SHIPVOTE_VERSION) {
    return not_found();
  }
  if (request.parameters[3] == "warships.json") return ships_of_bundle(simulator);
  auto file = bundle.file(request.parameters[3]);
  if (!file) return not_found();
  http::Response response(200, std::move(file->content), file->content_type);
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("Content-Security-Policy", bundle.security_policy(own_urls(simulator)));
  // What Twitch's own frame does not hand down to extensions.
  response.headers.emplace_back("Permissions-Policy", "clipboard-read=(), clipboard-write=(), fullscreen=()");
  return response;
}

http::Response segments_json(Simulator& simulator, std::string const& channel) {
  if (!digits(channel)) return bad_request("the channel must be digits");
  json::object segments;
  for (auto const* name : {"broadcaster", "developer", "global"}) {
    auto const segment = simulator.helix().segment(name, channel);
    if (segment) segments[name] = json::object{{"version", segment->version}, {"content", segment->content}};
  }
  return json_response(200, segments);
}

struct ViewOfStream {
  std::string name;
  std::string viewer;
};

// "overlay:U123": the view's name and its viewer, who hears whispers.
std::optional<ViewOfStream> read_view(std::string const& text) {
  constexpr std::size_t longest_name = 32;
  constexpr std::size_t longest_viewer = 64;
  auto const colon = text.find(':');
  if (colon == std::string::npos || colon == 0 || colon > longest_name) return std::nullopt;
  ViewOfStream view{text.substr(0, colon), text.substr(colon + 1)};
  bool const plain = std::all_of(view.name.begin(), view.name.end(),
                                 [](char letter) { return (letter >= 'a' && letter <= 'z') || letter == '_'; });
  if (!plain || view.viewer.size() > longest_viewer) return std::nullopt;
  return view;
}

http::Response stream(Simulator& simulator, http::Request const& request) {
  constexpr std::size_t most_views = 8;
  std::string const channel(request.parameters[0]);
  if (!digits(channel)) return bad_request("the channel must be digits");
  auto const texts = query_values(request.query, "view");
  if (texts.empty() || texts.size() > most_views) return bad_request("from 1 to 8 views are needed");
  std::vector<ViewOfStream> views;
  for (auto const& text : texts) {
    auto view = read_view(text);
    if (!view) return bad_request("a view must be \"name:opaque id\"");
    views.push_back(std::move(*view));
  }
  http::Response response(200, std::string{}, "text/event-stream");
  response.headers.emplace_back("Cache-Control", "no-store");
  response.stream = [&simulator, channel, views](std::shared_ptr<http::Stream> const& opened) {
    for (auto const& view : views) simulator.delivery().listen(channel, view.viewer, opened, view.name);
  };
  return response;
}

}  // namespace

void add_rig_routes(http::Router& router, Simulator& simulator, ExtensionBundle const& bundle) {
  using http::Method;
  using Request = http::Request;
  add_plain(router, Method::get, "/control/rig", [&](Request const&) { return setup_json(simulator, bundle); });
  add_plain(router, Method::get, "/control/segments/:channel",
            [&](Request const& request) { return segments_json(simulator, std::string(request.parameters[0])); });
  add_plain(router, Method::get, "/control/stream/:channel",
            [&](Request const& request) { return stream(simulator, request); });
  add_plain(router, Method::get, "/ext/:client/:version/:hash/:file",
            [&](Request const& request) { return bundle_file(simulator, bundle, request); });
}

}  // namespace shipvote::sim
