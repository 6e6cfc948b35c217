#include "app/operator_routes.h"

#include <utility>

namespace shipvote::app {

namespace asio = boost::asio;

namespace {

asio::awaitable<http::Response> show_metrics(OperatorPages pages) {
  co_return http::Response{200, pages.metrics.render(), ops::Metrics::content_type};
}

asio::awaitable<http::Response> show_health(service::BlockingPool& pool, ops::Health& health) {
  auto report = co_await pool.run([&health] { return health.report(); });
  co_return http::Response{report.good ? 200 : 503, std::move(report.body)};
}

}  // namespace

http::Router operator_router(OperatorPages pages) {
  http::Router router;
  router.add(http::Method::get, "/metrics", [pages](http::Request const&) { return show_metrics(pages); });
  router.add(http::Method::get, "/healthz",
             [pages](http::Request const&) { return show_health(pages.pool, pages.alive); });
  router.add(http::Method::get, "/readyz",
             [pages](http::Request const&) { return show_health(pages.pool, pages.ready); });
  return router;
}

void check_parts(ops::Health& alive, ops::Health& ready, OperatedParts const& parts) {
  auto const store_works = [&store = parts.store]() -> Outcome<void> {
    try {
      store.ping();
      return {};
    } catch (store::StoreFailure const& failure) {
      return Refusal{RefusalCode::storage_failed, "the database does not work", failure.what()};
    }
  };
  alive.add("store", store_works);
  ready.add("store", store_works);
  ready.add("accepting", [&draining = parts.draining]() -> Outcome<void> {
    if (draining) return Refusal{RefusalCode::overloaded, "the server is stopping"};
    return {};
  });
  ready.add_note("edges", [&feed = parts.feed] { return feed.edges().text(); });
  ready.add("fleet", [&fleet = parts.fleet]() -> Outcome<void> {
    if (fleet.get()->ships().empty()) {
      return Refusal{RefusalCode::wargaming_unavailable, "no ships are known yet: no vote can be opened"};
    }
    return {};
  });
}

}  // namespace shipvote::app
