// /wargaming/<realm>/wows/<method>/, with the faults that were ordered.
#include "sim/routes.h"
#include "sim/simulator.h"
#include "sim/suffering.h"
#include "voting/channel.h"

namespace shipvote::sim {
namespace {

using boost::asio::awaitable;

struct Address {
  voting::Realm realm;
  std::string_view method;
};

// "/wargaming/eu/wows/account/list/"; a real host knows no other realm, so neither does this one.
std::optional<Address> address_of(std::string_view path) {
  constexpr std::string_view prefix = "/wargaming/";
  constexpr std::string_view section = "wows/";
  path.remove_prefix(prefix.size());
  auto const slash = path.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  auto const realm = voting::parse_realm(path.substr(0, slash));
  path.remove_prefix(slash + 1);
  if (!realm || !path.starts_with(section)) return std::nullopt;
  path.remove_prefix(section.size());
  if (path.ends_with('/')) path.remove_suffix(1);
  return Address{*realm, path};
}

awaitable<http::Response> wargaming(Simulator& simulator, http::Request const& request) {
  auto const address = address_of(request.path);
  if (!address) co_return http::Response(404, std::string("<html><body>404 Not Found</body></html>"), "text/html");
  switch (simulator.wargaming_faults().draw()) {
    case Fault::rate_limited: co_return wargaming_error(407, "REQUEST_LIMIT_EXCEEDED");
    case Fault::unavailable: co_return wargaming_error(504, "SOURCE_NOT_AVAILABLE");
    case Fault::unauthorized: co_return wargaming_error(407, "APPLICATION_IS_BLOCKED");
    case Fault::time_out:
    case Fault::time_out_done: co_return co_await fall_silent(simulator);
    // What a failing front server says: no JSON at all.
    case Fault::server_error:
    case Fault::server_error_done:
      co_return http::Response(500, std::string("<html><body>500 Internal Server Error</body></html>"), "text/html");
    case Fault::none: break;
  }
  std::string_view const form = request.method == http::Method::post ? request.body : std::string_view{};
  WargamingCall const call{address->realm, address->method, request.query, form};
  co_return simulator.wargaming().answer(call, simulator.now());
}

}  // namespace

void add_wargaming_routes(http::Router& router, Simulator& simulator) {
  for (auto const method : {http::Method::get, http::Method::post}) {
    router.add_prefix(method, "/wargaming/",
                      [&simulator](http::Request const& request) { return wargaming(simulator, request); });
  }
}

}  // namespace shipvote::sim
