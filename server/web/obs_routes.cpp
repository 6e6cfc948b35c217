#include "web/obs_routes.h"

#include <boost/asio/awaitable.hpp>
#include <string>

namespace shipvote::web {

namespace asio = boost::asio;

namespace {

constexpr std::string_view page = "obs.html";
// Pictures of ships come from Wargaming's servers, whose names may change; everything else from here.
constexpr std::string_view security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' https: http: data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'";

std::string_view content_type_of(std::string_view name) noexcept {
  if (name.ends_with(".html")) return "text/html; charset=utf-8";
  if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  return "application/json; charset=utf-8";
}

http::Response served(std::string_view name) {
  auto const file = obs_file(name);
  if (!file) {
    bool const built = obs_file(page).has_value();
    return {404,
            std::string(built ? "There is no such file here.\n"
                              : "This shipvote-web was built without the page for streaming programs.\n"),
            "text/plain; charset=utf-8"};
  }
  http::Response response(200, std::string(*file), content_type_of(name));
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.headers.emplace_back("Content-Security-Policy", std::string(security_policy));
  response.headers.emplace_back("Referrer-Policy", "no-referrer");  // the address has the key in it
  return response;
}

asio::awaitable<http::Response> show_page() { co_return served(page); }

asio::awaitable<http::Response> show_file(http::Request const& request) { co_return served(request.parameters[0]); }

}  // namespace

void add_obs_routes(http::Router& router) {
  router.add(http::Method::get, "/obs/:channel/:key", [](http::Request const&) { return show_page(); });
  router.add(http::Method::get, "/obs/:file", [](http::Request const& request) { return show_file(request); });
}

}  // namespace shipvote::web
