#include "sim/routes.h"

#include <boost/asio/awaitable.hpp>
#include <boost/json.hpp>

namespace shipvote::sim {

void add_plain(http::Router& router, http::Method method, std::string_view pattern,
               std::function<http::Response(http::Request const&)> handler) {
  router.add(method, pattern,
             [handler = std::move(handler)](http::Request const& request) -> boost::asio::awaitable<http::Response> {
               co_return handler(request);
             });
}

http::Response json_response(int status, boost::json::value const& value) {
  http::Response response(status, boost::json::serialize(value));
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

http::Response not_found() {
  return json_response(404, boost::json::object{{"ok", false}, {"code", "not_found"}, {"message", "Not found"}});
}

http::Response bad_request(std::string_view message) {
  return json_response(400, boost::json::object{{"ok", false}, {"code", "invalid_request"}, {"message", message}});
}

std::optional<double> number_in(boost::json::object const& object, std::string_view name, double fallback, double least,
                                double most) {
  auto const* value = object.if_contains(name);
  if (value == nullptr || value->is_null()) return fallback;
  if (!value->is_number()) return std::nullopt;
  auto const number = value->to_number<double>();
  if (!(number >= least && number <= most)) return std::nullopt;
  return number;
}

}  // namespace shipvote::sim
