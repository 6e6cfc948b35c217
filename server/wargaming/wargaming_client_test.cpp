#include "wargaming/wargaming_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "foundation/limits.h"
#include "wargaming/test_doubles.h"

namespace shipvote::wargaming {
namespace {

using namespace std::chrono_literals;
using test::answered;
using test::error_answer;
using test::FakeCaller;
using test::FakeWaiter;
using test::form_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using voting::Realm;

constexpr char const* key = "k&y/with odd=signs";

// The client with a fake API behind it.
struct Trial {
  explicit Trial(FakeCaller::Answer answer) : caller(std::move(answer)) {}
  explicit Trial(std::vector<OutgoingResult> results) : caller(std::move(results)) {}

  static WargamingSettings settings() {
    WargamingSettings settings;
    settings.application_id = key;
    return settings;
  }

  FakeCaller caller;
  FakeWaiter waiter;
  WargamingClient client{settings(), caller, waiter, [] { return 0.5; }};
};

OutgoingResult const nobody = answered(R"({"status":"ok","meta":{"count":0},"data":[]})");
OutgoingResult const found =
    answered(R"({"status":"ok","meta":{"count":1},"data":[{"nickname":"Sea_Wolf","account_id":501235211}]})");
OutgoingResult const outage = error_answer("SOURCE_NOT_AVAILABLE");
OutgoingResult const limit = error_answer("REQUEST_LIMIT_EXCEEDED");

TEST(FindAccount, AsksForTheExactNameAndTakesTheSpellingToldBack) {
  Trial trial{{answered(R"({"status":"ok","meta":{"count":2},"data":[{"nickname":"sea_wolf2","account_id":1},)"
                        R"({"nickname":"Sea_Wolf","account_id":501235211}]})")}};
  auto const account = trial.client.find_account(Realm::eu, "SEA_wolf");
  ASSERT_TRUE(account);
  EXPECT_EQ(account.value().nickname, "Sea_Wolf");
  EXPECT_EQ(account.value().id, AccountId{501235211});
  ASSERT_EQ(trial.caller.requests.size(), 1U);
  OutgoingRequest const& request = trial.caller.requests[0];
  auto const form = form_of(request);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "https://api.worldofwarships.eu/wows/account/list/");
  EXPECT_EQ(form.at("application_id"), key);
  EXPECT_EQ(form.at("search"), "SEA_wolf");
  EXPECT_EQ(form.at("type"), "exact");
}

TEST(FindAccount, EveryRealmHasItsHost) {
  Trial trial{{nobody}};
  for (auto const realm : {Realm::eu, Realm::na, Realm::asia}) {
    static_cast<void>(trial.client.find_account(realm, "Sea_Wolf"));
  }
  ASSERT_EQ(trial.caller.requests.size(), 3U);
  EXPECT_THAT(trial.caller.requests[0].url, testing::StartsWith("https://api.worldofwarships.eu/wows/"));
  EXPECT_THAT(trial.caller.requests[1].url, testing::StartsWith("https://api.worldofwarships.com/wows/"));
  EXPECT_THAT(trial.caller.requests[2].url, testing::StartsWith("https://api.worldofwarships.asia/wows/"));
}

TEST(FindAccount, AnotherBaseUrlIsUsedForEveryRealm) {
  FakeCaller caller{{nobody}};
  FakeWaiter waiter;
  WargamingSettings settings = Trial::settings();
  settings.base_url_override = "http://127.0.0.1:9000";
  WargamingClient client{settings, caller, waiter, [] { return 0.0; }};
  static_cast<void>(client.find_account(Realm::asia, "Sea_Wolf"));
  EXPECT_EQ(caller.requests.at(0).url, "http://127.0.0.1:9000/asia/wows/account/list/");
}

TEST(FindAccount, NobodyAndOtherNamesAreNotFound) {
  Trial trial{{nobody, answered(R"({"status":"ok","data":[{"nickname":"Sea_Wolf_2","account_id":7}]})"),
               error_answer("INVALID_SEARCH", R"("search")")}};
  for (int call = 0; call < 3; ++call) {
    auto const account = trial.client.find_account(Realm::na, "Sea_Wolf");
    ASSERT_FALSE(account);
    EXPECT_EQ(account.refusal().code, RefusalCode::player_not_found);
    EXPECT_THAT(account.refusal().message, HasSubstr("Sea_Wolf"));
    EXPECT_THAT(account.refusal().message, HasSubstr("na"));
  }
}

TEST(FindAccount, AnImpossibleNameIsNotAskedFor) {
  Trial trial{{found}};
  for (std::string const name : {"", "ab", "one,two", "a b c", "aaaaaaaaaaaaaaaaaaaaaaaaa", "stra\xC3\x9F\x65"}) {
    auto const account = trial.client.find_account(Realm::eu, name);
    ASSERT_FALSE(account);
    EXPECT_EQ(account.refusal().code, RefusalCode::player_not_found);
  }
  EXPECT_TRUE(trial.caller.requests.empty());
}

TEST(ShipsOf, ListsEveryShipOnce) {
  Trial trial{{answered(R"({"status":"ok","meta":{"count":1,"hidden":null},"data":{"7":[{"ship_id":4289640432},)"
                        R"({"ship_id":3555670000},{"ship_id":4289640432},{"ship_id":-1}]}})")}};
  auto const ships = trial.client.ships_of(Realm::asia, AccountId{7});
  ASSERT_TRUE(ships);
  EXPECT_THAT(ships.value(), ElementsAre(ShipId{3555670000}, ShipId{4289640432}));
  EXPECT_EQ(trial.client.figures().rows_skipped, 1U);
  auto const form = form_of(trial.caller.requests.at(0));
  EXPECT_EQ(form.at("account_id"), "7");
  EXPECT_FALSE(form.contains("in_garage"));
}

TEST(ShipsOf, HiddenAndUnknownAreToldApart) {
  Trial trial{{answered(R"({"status":"ok","meta":{"count":1,"hidden":[7]},"data":{"7":null}})"),
               answered(R"({"status":"ok","meta":{"count":1,"hidden":null},"data":{"7":null}})"),
               answered(R"({"status":"ok","meta":{"count":1,"hidden":[8]},"data":{"7":null}})"),
               answered(R"({"status":"ok","meta":{"count":1,"hidden":null},"data":{"7":[]}})"),
               error_answer("INVALID_ACCOUNT_ID", R"("account_id")")}};
  EXPECT_EQ(trial.client.ships_of(Realm::eu, AccountId{7}).refusal().code, RefusalCode::profile_hidden);
  for (int call = 0; call < 4; ++call) {
    EXPECT_EQ(trial.client.ships_of(Realm::eu, AccountId{7}).refusal().code, RefusalCode::player_not_found);
  }
}

TEST(ShipsOf, AnswersWithoutSenseAreAnOutage) {
  std::string too_many = R"({"status":"ok","meta":{"hidden":null},"data":{"7":[{"ship_id":1})";
  for (std::size_t ship = 0; ship < limits::ships_per_garage; ++ship) too_many += R"(,{"ship_id":2})";
  Trial trial{{answered(R"({"status":"ok","data":{"8":[{"ship_id":1}]}})"),
               answered(R"({"status":"ok","data":{"7":{"ship_id":1}}})"), answered(R"({"status":"ok","data":[]})"),
               answered(R"({"status":"ok","data":{"7":[{"ship_id":1},{"ship_id":"2"},{"ship":3}]}})"),
               answered(too_many + "]}}")}};
  for (int call = 0; call < 5; ++call) {
    auto const ships = trial.client.ships_of(Realm::eu, AccountId{7});
    ASSERT_FALSE(ships) << call;
    EXPECT_EQ(ships.refusal().code, RefusalCode::wargaming_unavailable);
  }
  EXPECT_EQ(trial.client.figures().no_sense, 5U);
}

TEST(Calls, AreSpacedOverAllMethods) {
  Trial trial{{nobody}};
  for (int call = 0; call < 10; ++call) {
    EXPECT_EQ(trial.waiter.passed(), std::max(0, call - 1) * limits::wargaming_call_spacing);
    static_cast<void>(trial.client.find_account(Realm::eu, "Sea_Wolf"));
  }
}

TEST(Calls, TheLimitIsRetriedWithGrowingPauses) {
  Trial trial{{limit, limit, found}};
  ASSERT_TRUE(trial.client.find_account(Realm::eu, "Sea_Wolf"));
  EXPECT_EQ(trial.waiter.passed(), limits::wargaming_retry_pause * 5);  // once, and four times; chance in the middle
  EXPECT_EQ(trial.client.figures().calls, 3U);
  EXPECT_EQ(trial.client.figures().retries, 2U);
  EXPECT_EQ(trial.client.figures().limit_hits, 2U);
}

TEST(Calls, AnOutageIsRetriedAndPausesDependOnChance) {
  for (double const chance : {0.0, 0.999}) {
    FakeCaller caller{{outage, found}};
    FakeWaiter waiter;
    WargamingClient client{Trial::settings(), caller, waiter, [chance] { return chance; }};
    ASSERT_TRUE(client.find_account(Realm::eu, "Sea_Wolf"));
    auto const expected = std::chrono::duration<double, std::milli>{limits::wargaming_retry_pause} * (0.5 + chance);
    EXPECT_NEAR(static_cast<double>(waiter.passed().count()), expected.count(), 1.0);
  }
}

TEST(Calls, AfterThreeTriesLimitAndOutageAreToldApart) {
  Trial busy{{limit}};
  auto const limited = busy.client.find_account(Realm::eu, "Sea_Wolf");
  ASSERT_FALSE(limited);
  EXPECT_EQ(limited.refusal().code, RefusalCode::wargaming_limit);
  EXPECT_EQ(busy.caller.requests.size(), 3U);

  Trial down{{outage}};
  auto const out = down.client.ships_of(Realm::eu, AccountId{7});
  ASSERT_FALSE(out);
  EXPECT_EQ(out.refusal().code, RefusalCode::wargaming_unavailable);
  EXPECT_EQ(down.caller.requests.size(), 3U);
  EXPECT_EQ(down.client.figures().outages, 3U);
}

TEST(Calls, TooManyRequestsAsAnHttpStatusIsTheLimitToo) {
  Trial trial{{answered("<html>slow down</html>", 429)}};
  EXPECT_EQ(trial.client.find_account(Realm::eu, "Sea_Wolf").refusal().code, RefusalCode::wargaming_limit);
}

TEST(Calls, EverythingElseIsFinal) {
  Trial trial{{error_answer("METHOD_DISABLED"), answered("<html>", 502), answered("", 200), answered("[]"),
               answered(R"({"status":"ok"})"), answered(R"({"status":"error"})"), answered(std::string(100, '[')),
               OutgoingFailure{true, "timed out"}, OutgoingFailure{false, "refused"}}};
  for (std::size_t call = 1; call <= 9; ++call) {
    auto const account = trial.client.find_account(Realm::eu, "Sea_Wolf");
    ASSERT_FALSE(account) << call;
    EXPECT_EQ(account.refusal().code, RefusalCode::wargaming_unavailable);
    EXPECT_EQ(trial.caller.requests.size(), call);
  }
  EXPECT_EQ(trial.client.figures().no_answers, 2U);
  EXPECT_EQ(trial.client.figures().other_errors, 1U);
}

TEST(Calls, ARefusedKeyIsForTheOperatorAndNeverShown) {
  for (std::string const message : {"INVALID_APPLICATION_ID", "INVALID_IP_ADDRESS", "APPLICATION_IS_BLOCKED"}) {
    Trial trial{{error_answer(message)}};
    auto const account = trial.client.find_account(Realm::eu, "Sea_Wolf");
    ASSERT_FALSE(account);
    EXPECT_EQ(account.refusal().code, RefusalCode::wargaming_unavailable);
    EXPECT_THAT(account.refusal().detail, HasSubstr(message));
    EXPECT_THAT(account.refusal().detail, Not(HasSubstr(key)));
    EXPECT_THAT(account.refusal().message, Not(HasSubstr(message)));
    EXPECT_EQ(trial.client.figures().key_refusals, 1U);
    EXPECT_EQ(trial.caller.requests.size(), 1U);
  }
}

TEST(Calls, StopEndsRetriesAndRefusesWhatComesLater) {
  FakeWaiter waiter;
  std::optional<WargamingClient> client;
  FakeCaller caller{[&client](OutgoingRequest const&) {
    client->stop();
    return limit;
  }};
  client.emplace(Trial::settings(), caller, waiter, [] { return 0.0; });
  EXPECT_EQ(client->find_account(Realm::eu, "Sea_Wolf").refusal().code, RefusalCode::wargaming_unavailable);
  EXPECT_EQ(client->find_account(Realm::eu, "Sea_Wolf").refusal().code, RefusalCode::wargaming_unavailable);
  EXPECT_EQ(caller.requests.size(), 1U);
}

TEST(Calls, StopWorksWithRealTimeToo) {
  FakeCaller caller{{limit}};
  WargamingClient client{Trial::settings(), caller};
  client.stop();
  EXPECT_FALSE(client.encyclopedia());
  EXPECT_TRUE(caller.requests.empty());
}

TEST(AccountName, HasThreeToTwentyFourPlainLetters) {
  EXPECT_TRUE(valid_account_name("abc"));
  EXPECT_TRUE(valid_account_name("ABCdef_0123456789_abcdef"));
  EXPECT_FALSE(valid_account_name("ab"));
  EXPECT_FALSE(valid_account_name("ABCdef_0123456789_abcdefg"));
  EXPECT_FALSE(valid_account_name("abc-d"));
  EXPECT_FALSE(valid_account_name("abc\xC3\xA9"));
}

}  // namespace
}  // namespace shipvote::wargaming
