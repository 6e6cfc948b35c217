// Which handler answers which request.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

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

  struct Match {
    Handler const* handler = nullptr;  // none: answer with `refusal_status` (404 or 405)
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
