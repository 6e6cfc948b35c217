// One shipvote-web with two edges, for all tests of a suite.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "e2e/running_api.h"
#include "e2e/world_test.h"

namespace shipvote::e2e {

template <class Suite>
class EdgeWorldTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    world_ =
        std::make_unique<World>(programs(), testing::UnitTest::GetInstance()->current_test_suite()->name(),
                                std::vector<std::string>{"--internal-port", "0", "--twitch-live-messages", "edges"});
    client_ = http::Client::start({});
    first_ = std::make_unique<RunningApi>(world_->web, edge("first", "1/2"));
    second_ = std::make_unique<RunningApi>(world_->web, edge("second", "2/2"));
    first_->wait_until_ready();
    second_->wait_until_ready();
  }
  static void TearDownTestSuite() {
    EXPECT_NO_THROW(first_->stop());
    EXPECT_NO_THROW(second_->stop());
    EXPECT_NO_THROW(world_->web.stop());
    EXPECT_EQ(world_->web.log_text().find("recount_differs"), std::string::npos);
    first_.reset();
    second_.reset();
    client_.reset();
    world_.reset();
  }
  static ApiSettings edge(std::string name, std::string share) {
    ApiSettings settings;
    settings.name = std::move(name);
    settings.share = std::move(share);
    return settings;
  }

  static World& world() { return *world_; }
  static ApiClient& api() { return world_->api; }
  static RunningApi& first() { return *first_; }
  static RunningApi& second() { return *second_; }

  static Answer send(std::string const& base, Call const& call) { return answer_to(*client_, base, call); }
  static Answer get(std::string const& base, std::string const& path, std::string const& token) {
    Call call{"GET", path};
    call.token = token;
    return send(base, call);
  }
  static Answer with_body(std::string method, std::string const& base, std::string const& path,
                          std::string const& token, boost::json::object const& body) {
    Call call{std::move(method), path};
    call.token = token;
    call.body = boost::json::serialize(body);
    return send(base, call);
  }
  static Answer post(std::string const& base, std::string const& path, std::string const& token,
                     boost::json::object const& body) {
    return with_body("POST", base, path, token, body);
  }
  static Answer patch(std::string const& base, std::string const& path, std::string const& token,
                      boost::json::object const& body) {
    return with_body("PATCH", base, path, token, body);
  }
  static Answer page(std::string const& operator_url, std::string const& path) { return get(operator_url, path, ""); }
  static Answer cast(RunningApi const& edge, OwnChannel const& own, std::uint64_t vote, std::uint64_t viewer,
                     std::size_t ship = 0) {
    return post(edge.url(), own.submit(vote), world().viewer(own.id, viewer), {{"ship_id", own.ships.at(ship).value}});
  }

  static double metric_at(std::string const& operator_url, std::string const& series) {
    return page(operator_url, "/metrics").figure(series);
  }
  static double metric(RunningApi const& edge, std::string const& series) {
    return metric_at(edge.operator_url(), series);
  }

 private:
  static inline std::unique_ptr<World> world_;
  static inline std::unique_ptr<http::Client> client_;
  static inline std::unique_ptr<RunningApi> first_;
  static inline std::unique_ptr<RunningApi> second_;
};

}  // namespace shipvote::e2e
