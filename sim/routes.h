// The HTTP face of the simulator, one function for each part of it.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"
#include "http/router.h"

namespace shipvote::sim {

class ExtensionBundle;
class Simulator;

// /helix/…, /mint, /mint/viewers, /live/:channel
void add_twitch_routes(http::Router& router, Simulator& simulator);
// /wargaming/<realm>/wows/…
void add_wargaming_routes(http::Router& router, Simulator& simulator);
// /control/…: secrets, faults, delivery, messages, state
void add_control_routes(http::Router& router, Simulator& simulator);
// /control/crowd
void add_crowd_routes(http::Router& router, Simulator& simulator);
// /, /instruments, /rig/…, /images/…
void add_page_routes(http::Router& router, Simulator& simulator);

// /control/rig, /control/segments/…, /control/stream/…, /ext/…
void add_rig_routes(http::Router& router, Simulator& simulator, ExtensionBundle const& bundle);

// Adds a handler that never suspends.
void add_plain(http::Router& router, http::Method method, std::string_view pattern,
               std::function<http::Response(http::Request const&)> handler);

[[nodiscard]] http::Response json_response(int status, boost::json::value const& value);
[[nodiscard]] http::Response not_found();
[[nodiscard]] http::Response bad_request(std::string_view message);
// A number from `least` to `most`; `fallback` when it is missing; nothing when it is anything else.
[[nodiscard]] std::optional<double> number_in(boost::json::object const& object, std::string_view name, double fallback,
                                              double least, double most);

}  // namespace shipvote::sim
