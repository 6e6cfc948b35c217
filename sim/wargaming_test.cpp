// The stand-in for the Wargaming API: each method, each refusal, and its shapes beside real answers where there are
// any.
#include "sim/wargaming.h"
#include "sim/helix_testing.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "sim/sample_fleet.h"

namespace shipvote::sim {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using voting::Realm;

using testing::start;

struct Api {
  Wargaming wargaming{{"simulator", "http://127.0.0.1:1/images/"}, sample_fleet(), sample_accounts()};
  Api() { wargaming.set_calls_per_second(0); }

  json::object ask(std::string_view method, std::string const& query, Realm realm = Realm::eu, TimePoint now = start) {
    auto const whole = "application_id=simulator&" + query;
    auto const response = wargaming.answer({realm, method, whole, ""}, now);
    EXPECT_EQ(response.status, 200);
    return json::parse(response.body).as_object();
  }
  // "407 INVALID_SEARCH search"
  std::string refusal(std::string_view method, std::string const& query) {
    auto const answer = ask(method, query);
    if (answer.at("status") != "error") return "ok";
    EXPECT_FALSE(answer.contains("meta"));
    EXPECT_FALSE(answer.contains("data"));
    auto const& error = answer.at("error").as_object();
    auto text = std::to_string(error.at("code").as_int64()) + " " + std::string(error.at("message").as_string());
    return error.at("field").is_null() ? text : text + " " + std::string(error.at("field").as_string());
  }
  std::uint64_t id_of(std::string const& name, Realm realm = Realm::eu) {
    return ask("account/list", "type=exact&search=" + name, realm)
        .at("data")
        .at(0)
        .at("account_id")
        .to_number<std::uint64_t>();
  }
};

TEST(WargamingTest, ChecksTheApplicationFirst) {
  Api api;
  auto const without = api.wargaming.answer({Realm::eu, "account/list", "search=Sea", ""}, start);
  EXPECT_EQ(
      json::parse(without.body),
      json::parse(
          R"({"status":"error","error":{"field":null,"message":"INVALID_APPLICATION_ID","code":407,"value":null}})"));
  EXPECT_EQ(api.refusal("account/lists", ""), "404 METHOD_NOT_FOUND");
}

TEST(WargamingTest, TakesTheParametersOfAForm) {
  Api api;
  auto const response = api.wargaming.answer(
      {Realm::eu, "account/list", "", "application_id=simulator&search=SeaCaptain&type=exact"}, start);
  EXPECT_EQ(json::parse(response.body).at("meta").at("count"), 1);
}

TEST(WargamingTest, LimitsCallsToTenASecond) {
  Api api;
  api.wargaming.set_calls_per_second(10);
  for (int call = 0; call < 10; ++call) EXPECT_EQ(api.refusal("encyclopedia/info", "fields=game_version"), "ok");
  EXPECT_EQ(api.refusal("encyclopedia/info", ""), "407 REQUEST_LIMIT_EXCEEDED");
  EXPECT_EQ(api.ask("encyclopedia/info", "fields=game_version", Realm::eu, start + 100ms).at("status"), "ok");
}

TEST(WargamingTest, FindsAnAccountInAnyCaseAndSpellsItItsOwnWay) {
  Api api;
  auto const answer = api.ask("account/list", "type=exact&search=SEACAPTAIN");
  EXPECT_EQ(answer.at("meta"), json::parse(R"({"count":1})"));
  EXPECT_EQ(answer.at("data").at(0).at("nickname"), "SeaCaptain");
  EXPECT_EQ(api.ask("account/list", "type=exact&search=NobodyByThatName").at("data"), json::array{});
  EXPECT_EQ(api.ask("account/list", "type=exact&search=SeaCaptain", Realm::na).at("data"), json::array{});
  EXPECT_EQ(api.ask("account/list", "type=exact&search=hiddenharbour,freshrecruit").at("meta").at("count"), 2);
}

TEST(WargamingTest, SearchesByBeginningInAlphabeticalOrder) {
  Api api;
  auto const rows = api.ask("account/list", "search=seac").at("data").as_array();
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].at("nickname"), "SeaCaptain");
  EXPECT_EQ(rows[1].at("nickname"), "SeaCaptain_2015");
  EXPECT_EQ(rows[2].at("nickname"), "seacaptainess");
  EXPECT_EQ(api.ask("account/list", "search=seac&limit=2").at("data").as_array().size(), 2U);
  EXPECT_EQ(api.ask("account/list", "search=seac&fields=account_id").at("data").at(0).as_object().size(), 1U);
}

TEST(WargamingTest, RefusesSearchesInTheDocumentedForm) {
  Api api;
  EXPECT_EQ(
      api.ask("account/list", ""),
      json::parse(
          R"({"status":"error","error":{"field":"search","message":"SEARCH_NOT_SPECIFIED","code":402,"value":""}})"));
  EXPECT_EQ(api.refusal("account/list", "search=ab"), "407 NOT_ENOUGH_SEARCH_LENGTH search");
  EXPECT_EQ(api.refusal("account/list", "search=a%20name"), "407 INVALID_SEARCH search");
  EXPECT_EQ(api.refusal("account/list", "search=abcdefghijklmnopqrstuvwxyz"), "407 INVALID_SEARCH search");
  std::string many = "a00";
  for (int name = 0; name < 100; ++name) many += ",a00";
  EXPECT_EQ(api.refusal("account/list", "type=exact&search=" + many), "407 SEARCH_LIST_LIMIT_EXCEEDED search");
  EXPECT_EQ(api.refusal("account/list", "search=abc&type=like"), "407 INVALID_TYPE type");
  EXPECT_EQ(api.refusal("account/list", "search=abc&limit=101"), "407 INVALID_LIMIT limit");
  EXPECT_EQ(api.refusal("account/list", "search=abc&language=nl"), "407 INVALID_LANGUAGE language");
  EXPECT_EQ(api.refusal("account/list", "search=abc&fields=clan"), "407 INVALID_FIELDS fields");
}

TEST(WargamingTest, TellsAGarageWithShipsTheEncyclopediaDoesNotKnow) {
  Api api;
  auto const id = std::to_string(api.id_of("SeaCaptain"));
  auto const answer = api.ask("ships/stats", "account_id=" + id + "&fields=ship_id&in_garage=1");
  EXPECT_EQ(answer.at("meta"), json::parse(R"({"count":1,"hidden":null})"));
  auto const& rows = answer.at("data").at(id).as_array();
  EXPECT_EQ(rows.size(), 312U);
  EXPECT_EQ(rows[0].as_object().size(), 1U);
  std::size_t unknown = 0;
  auto const fleet = api.wargaming.fleet();
  for (auto const& row : rows)
    unknown += fleet.find(ShipId{row.at("ship_id").to_number<std::uint32_t>()}) == nullptr ? 1 : 0;
  EXPECT_EQ(unknown, 2U);
  EXPECT_EQ(api.ask("ships/stats", "account_id=" + id + "&fields=ship_id&in_garage=1"), answer);
}

TEST(WargamingTest, TellsHiddenFromUnknownByMeta) {
  Api api;
  auto const hidden = std::to_string(api.id_of("HiddenHarbour"));
  EXPECT_EQ(api.ask("ships/stats", "account_id=" + hidden),
            json::parse(R"({"status":"ok","meta":{"count":1,"hidden":[)" + hidden + R"(]},"data":{")" + hidden +
                        R"(":null}})"));
  for (std::string const& id : {std::to_string(api.id_of("NoBattlesYet")), std::string("599999999")}) {
    EXPECT_EQ(api.ask("ships/stats", "account_id=" + id),
              json::parse(R"({"status":"ok","meta":{"count":1,"hidden":null},"data":{")" + id + R"(":null}})"));
  }
}

TEST(WargamingTest, RefusesOtherThanOneAccount) {
  Api api;
  EXPECT_EQ(
      api.ask("ships/stats", "account_id=1030494954,1014151486"),
      json::parse(
          R"({"status":"error","error":{"field":"account_id","message":"INVALID_ACCOUNT_ID","code":407,"value":"1030494954,1014151486"}})"));
  EXPECT_EQ(api.refusal("ships/stats", ""), "402 ACCOUNT_ID_NOT_SPECIFIED account_id");
  EXPECT_EQ(api.refusal("ships/stats", "account_id=me"), "407 INVALID_ACCOUNT_ID account_id");
  EXPECT_EQ(api.refusal("ships/stats", "account_id=1&ship_id=x"), "407 INVALID_SHIP_ID ship_id");
  api.wargaming.refuse_in_garage(true);
  EXPECT_EQ(api.refusal("ships/stats", "account_id=1&in_garage=1"), "402 ACCESS_TOKEN_NOT_SPECIFIED access_token");
}

TEST(WargamingTest, PagesThroughTheWholeFleetOnce) {
  Api api;
  std::set<std::string> seen;
  std::int64_t pages = 1;
  for (std::int64_t page = 1; page <= pages; ++page) {
    auto const answer = api.ask("encyclopedia/ships", "fields=name,images.small&page_no=" + std::to_string(page));
    auto const& meta = answer.at("meta").as_object();
    pages = meta.at("page_total").as_int64();
    EXPECT_EQ(meta.at("page"), page);
    EXPECT_EQ(meta.at("limit"), 100);
    EXPECT_EQ(meta.at("count").as_int64(), static_cast<std::int64_t>(answer.at("data").as_object().size()));
    for (auto const& [id, ship] : answer.at("data").as_object()) {
      EXPECT_TRUE(seen.insert(std::string(id)).second);
      EXPECT_EQ(ship.as_object().size(), 2U);
      EXPECT_EQ(ship.at("images").as_object().size(), 1U);
    }
  }
  EXPECT_EQ(seen.size(), sample_fleet().ships.size());
  EXPECT_EQ(
      api.ask("encyclopedia/ships", "page_no=50"),
      json::parse(
          R"({"status":"error","error":{"field":"page_no","message":"PAGE_NO_NOT_FOUND","code":404,"value":50}})"));
  EXPECT_EQ(api.refusal("encyclopedia/ships", "page_no=0"), "407 INVALID_PAGE_NO page_no");
  EXPECT_EQ(api.refusal("encyclopedia/ships", "limit=1000"), "407 INVALID_LIMIT limit");
  EXPECT_EQ(api.refusal("encyclopedia/ships", "nation=atlantis"), "407 INVALID_NATION nation");
  EXPECT_EQ(api.refusal("encyclopedia/ships", "type=Rowboat"), "407 INVALID_TYPE type");
}

TEST(WargamingTest, FiltersShips) {
  Api api;
  auto const answer = api.ask("encyclopedia/ships", "nation=japan&type=Destroyer,Submarine");
  EXPECT_EQ(answer.at("meta").at("total"), 11);
  for (auto const& [id, ship] : answer.at("data").as_object()) {
    EXPECT_EQ(ship.at("nation"), "japan");
    EXPECT_EQ(ship.at("type"), "Destroyer");
  }
  auto const known = sample_fleet().ships.front().id.text();
  auto const two = api.ask("encyclopedia/ships", "ship_id=" + known + ",123").at("data").as_object();
  EXPECT_EQ(two.at(known).at("ship_id").to_number<std::uint32_t>(), sample_fleet().ships.front().id.value);
  EXPECT_TRUE(two.at("123").is_null());
  auto const without =
      api.ask("encyclopedia/ships", "ship_id=" + known + "&fields=-images,-next_ships").at("data").at(known);
  EXPECT_FALSE(without.as_object().contains("images"));
  EXPECT_TRUE(without.as_object().contains("name"));
}

TEST(WargamingTest, EscapesSlashes) {
  Api api;
  auto const response =
      api.wargaming.answer({Realm::eu, "encyclopedia/ships", "application_id=simulator&limit=1", ""}, start);
  EXPECT_NE(response.body.find(R"(http:\/\/127.0.0.1:1\/images\/)"), std::string::npos);
}

TEST(WargamingTest, TheWorldCanChange) {
  Api api;
  auto account = sample_accounts().front();
  account.profile = Profile::hidden;
  api.wargaming.put_account(account);
  EXPECT_TRUE(api.ask("ships/stats", "account_id=" + account.id.text()).at("meta").at("hidden").is_array());
  api.wargaming.remove_account(account.id);
  EXPECT_EQ(api.ask("account/list", "type=exact&search=" + account.nickname).at("data"), json::array{});
  auto fleet = sample_fleet();
  fleet.ships.resize(10);
  api.wargaming.set_fleet(fleet);
  EXPECT_EQ(api.ask("encyclopedia/ships", "").at("meta").at("total"), 10);
}

// ---- beside real answers

// The real answer of that file, or null where the shared data is absent.
json::value real_answer(std::string const& name) {
  char const* const shared = std::getenv("SHIPVOTE_SHARED");
  std::filesystem::path const folder = shared != nullptr ? shared : SHIPVOTE_SOURCE_DIR "/../shared";
  std::ifstream stream(folder / "data/wargaming/samples" / name);
  if (!stream) return nullptr;
  return json::parse(std::string{std::istreambuf_iterator<char>(stream), {}});
}

std::string kind(json::value const& value) {
  if (value.is_number()) return "number";
  return std::string(json::to_string(value.kind()));
}

// Every name of the real object must be there with a value of the same kind.
void expect_same_shape(json::value const& real, json::value const& ours, std::string const& where) {
  ASSERT_EQ(kind(ours), kind(real)) << where;
  if (!real.is_object()) return;
  for (auto const& [name, value] : real.as_object()) {
    ASSERT_TRUE(ours.as_object().contains(name)) << where << "." << name;
    if (name != "next_ships") expect_same_shape(value, ours.at(name), where + "." + std::string(name));
  }
}

json::value first_of(json::value const& object) { return object.as_object().begin()->value(); }

TEST(WargamingShapesTest, AreThoseOfRealAnswers) {
  Api api;
  auto const id = std::to_string(api.id_of("FreshRecruit"));
  auto const stats = api.ask("ships/stats", "account_id=" + id);
  auto const ships = api.ask("encyclopedia/ships", "");
  // What our own answers must be in any case, so that the test means something without the real ones.
  EXPECT_EQ(first_of(stats.at("data")).as_array().size(), 6U);
  EXPECT_EQ(stats.at("data").at(id).at(0).at("account_id").to_number<std::uint64_t>(), std::stoull(id));
  EXPECT_TRUE(first_of(ships.at("data")).at("images").at("small").is_string());

  if (auto const real = real_answer("ships_stats_one_ship_na_2018.json"); real.is_object()) {
    expect_same_shape(real.at("meta"), stats.at("meta"), "meta");
    expect_same_shape(first_of(real.at("data")).at(0), stats.at("data").at(id).at(0), "row");
  }
  if (auto const real = real_answer("encyclopedia_ships_japan_cruisers_2019_fields.json"); real.is_object()) {
    expect_same_shape(real.at("meta"), ships.at("meta"), "meta");
    expect_same_shape(first_of(real.at("data")), first_of(ships.at("data")), "ship");
  }
  if (auto const real = real_answer("account_list_ok_na_2018.json"); real.is_object()) {
    auto const ours = api.ask("account/list", "search=sea");
    expect_same_shape(real.at("meta"), ours.at("meta"), "meta");
    expect_same_shape(real.at("data").at(0), ours.at("data").at(0), "account");
  }
  if (auto const real = real_answer("encyclopedia_info_2026_partial.json"); real.is_object()) {
    expect_same_shape(real.at("data").at("ship_nations"),
                      api.ask("encyclopedia/info", "").at("data").at("ship_nations"), "nations");
    expect_same_shape(real.at("data").at("ship_type_images"),
                      api.ask("encyclopedia/info", "").at("data").at("ship_type_images"), "types");
  }
}

}  // namespace
}  // namespace shipvote::sim
