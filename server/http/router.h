// Which handler answers which request.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace shipvote::http {

// A handler may suspend; the request's views stay valid until it has returned. It runs on the connection's loop and
// must not block. An exception that leaves it is answered with 500 and logged.
using Handler = std::function<boost::asio::awaitable<Response>(Request const&)>;

// Routes such as "/api/channels/:id/votes". A trailing slash matches as well. Fixed segments win over ":name" ones.
// Unknown path: 404 `not_found`; known path with another method: 405 `method_not_allowed` with Allow. HEAD is answered
// by the GET route without a body. Immutable once the server runs.
class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  void add(Method method, std::string_view pattern, Handler handler);
  // Answers everything below a prefix (static files), when no route matches.
  void add_prefix(Method method, std::string_view prefix, Handler handler);

  // What was added, in order; for counting by route.
  struct Route {
    Method method = Method::other;
    std::string pattern;  // as it was given; of a prefix with "*" at its end
  };
  [[nodiscard]] std::vector<Route> const& routes() const noexcept;

  struct Match {
    Handler const* handler = nullptr;  // none: answer with `refusal_status` (404 or 405)
    std::size_t route = 0;             // the handler's place in routes()
    int refusal_status = 404;
    std::string_view allow;  // for 405 and OPTIONS: "GET, POST, OPTIONS"
  };
  // Fills request.parameters. No allocation.
  [[nodiscard]] Match match(Request& request) const noexcept;

 private:
  struct Table;
  std::unique_ptr<Table> table_;
};

}  // namespace shipvote::http
