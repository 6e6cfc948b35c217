// Reading the encyclopedia: pages, changes meanwhile, rows that make no sense.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "foundation/limits.h"
#include "wargaming/test_doubles.h"
#include "wargaming/wargaming_client.h"

namespace shipvote::wargaming {
namespace {

namespace json = boost::json;

using test::answered;
using test::error_answer;
using test::FakeCaller;
using test::FakeWaiter;
using test::form_of;

constexpr std::uint32_t first_id = 3'000'000'000;

json::object ship_row(std::uint32_t id) {
  return {{"ship_id", id},
          {"name", "Ship " + std::to_string(id)},
          {"description", "A ship."},
          {"nation", "pan_asia"},
          {"type", "AirCarrier"},
          {"tier", 8},
          {"is_premium", false},
          {"is_special", true},
          {"next_ships", json::object{}},
          {"images", json::object{{"small", "https://pictures.example/small/a.png"}}}};
}

// An encyclopedia with real paging over a list of rows, which a test may change between two calls.
class FakeEncyclopedia {
 public:
  explicit FakeEncyclopedia(std::size_t count) {
    for (std::size_t ship = 0; ship < count; ++ship) rows.push_back(ship_row(next_id()));
  }

  std::uint32_t next_id() { return first_id + made_++; }

  OutgoingResult operator()(OutgoingRequest const& request) {
    auto const form = form_of(request);
    std::size_t const page_size = std::stoul(form.at("limit"));
    std::size_t const page = std::stoul(form.at("page_no"));
    if (before_page) before_page(page);
    std::size_t const pages = (rows.size() + page_size - 1) / page_size;
    if (page < 1 || page > pages) return error_answer("PAGE_NO_NOT_FOUND", R"("page_no")");
    json::object data;
    for (std::size_t at = (page - 1) * page_size; at < std::min(rows.size(), page * page_size); ++at) {
      data[std::to_string(rows[at].at("ship_id").to_number<std::uint64_t>())] = rows[at];
    }
    json::object const meta{
        {"count", data.size()}, {"page_total", pages}, {"total", rows.size()}, {"limit", page_size}, {"page", page}};
    return answered(json::serialize(json::object{{"status", "ok"}, {"meta", meta}, {"data", std::move(data)}}));
  }

  std::vector<json::object> rows;
  std::function<void(std::size_t)> before_page;

 private:
  std::uint32_t made_ = 0;
};

class Encyclopedia : public testing::Test {
 protected:
  Outcome<std::vector<voting::EncyclopediaShip>> read() { return client_.encyclopedia(); }
  void expect_unavailable() {
    auto const ships = read();
    ASSERT_FALSE(ships);
    EXPECT_EQ(ships.refusal().code, RefusalCode::wargaming_unavailable);
  }

  FakeEncyclopedia api_{250};
  FakeCaller caller_{[this](OutgoingRequest const& request) { return api_(request); }};
  FakeWaiter waiter_;
  WargamingClient client_{WargamingSettings{"key", "", "de"}, caller_, waiter_, [] { return 0.0; }};
};

TEST_F(Encyclopedia, IsReadPageByPageFromOneHost) {
  auto const ships = read();
  ASSERT_TRUE(ships);
  ASSERT_EQ(ships.value().size(), 250U);
  ASSERT_EQ(caller_.requests.size(), 3U);
  for (auto const& request : caller_.requests) {
    EXPECT_EQ(request.url, "https://api.worldofwarships.eu/wows/encyclopedia/ships/");
    EXPECT_EQ(form_of(request).at("language"), "de");
  }
  voting::EncyclopediaShip const& ship = ships.value().front();
  EXPECT_EQ(ship.id, ShipId{first_id});
  EXPECT_EQ(ship.name, "Ship 3000000000");
  EXPECT_EQ(ship.description, "A ship.");
  EXPECT_EQ(ship.nation, "pan_asia");
  EXPECT_EQ(ship.type, "AirCarrier");
  EXPECT_EQ(ship.tier, 8);
  EXPECT_FALSE(ship.is_premium);
  EXPECT_TRUE(ship.is_special);
  EXPECT_FALSE(ship.has_next_ships);
  EXPECT_EQ(ship.image, "https://pictures.example/small/a.png");
}

TEST_F(Encyclopedia, KnowsWhetherAShipLeadsOn) {
  api_.rows[0]["next_ships"] = json::object{{"4259231440", 238000}};
  api_.rows[1]["next_ships"] = nullptr;
  auto const ships = read();
  ASSERT_TRUE(ships);
  EXPECT_TRUE(ships.value()[0].has_next_ships);
  EXPECT_FALSE(ships.value()[1].has_next_ships);
}

TEST_F(Encyclopedia, AShipWithoutAUsablePictureIsKept) {
  api_.rows[0]["images"] = json::object{{"small", "javascript:alert(1)"}};
  api_.rows[1]["images"] = json::object{{"small", "https://a.example/" + std::string(limits::image_url_bytes, 'x')}};
  api_.rows[2].erase("images");
  api_.rows[3]["images"] = json::object{{"small", "https://a.example/\"onload=x"}};
  auto const ships = read();
  ASSERT_TRUE(ships);
  for (std::size_t ship = 0; ship < 4; ++ship) EXPECT_EQ(ships.value()[ship].image, "");
}

TEST_F(Encyclopedia, RowsWithoutSenseAreSkippedAndCounted) {
  api_.rows[0]["type"] = "Zeppelin";
  api_.rows[1]["tier"] = 0;
  api_.rows[2]["tier"] = 12;
  api_.rows[3]["name"] = "";
  api_.rows[4]["name"] = std::string(limits::ship_name_bytes + 1, 'x');
  api_.rows[5]["is_premium"] = "yes";
  api_.rows[6].erase("nation");
  api_.rows[7]["name"] = "line\nbreak";
  api_.rows[8]["nation"] = "<b>";
  auto const ships = read();
  ASSERT_TRUE(ships);
  EXPECT_EQ(ships.value().size(), 241U);
  EXPECT_EQ(client_.figures().rows_skipped, 9U);
}

TEST_F(Encyclopedia, AShortLastPageWithoutSenseDoesNotSpoilTheRest) {
  api_.rows.resize(201);
  api_.rows[200]["type"] = "Zeppelin";
  auto const ships = read();
  ASSERT_TRUE(ships);
  EXPECT_EQ(ships.value().size(), 200U);
}

TEST_F(Encyclopedia, WhenMostRowsMakeNoSenseNothingIsTaken) {
  for (std::size_t row = 0; row < 126; ++row) api_.rows[row]["type"] = "Zeppelin";
  expect_unavailable();
}

TEST_F(Encyclopedia, HalfTheRowsWithoutSenseAreStillSkipped) {
  for (std::size_t row = 0; row < 125; ++row) api_.rows[row]["type"] = "Zeppelin";
  auto const ships = read();
  ASSERT_TRUE(ships);
  EXPECT_EQ(ships.value().size(), 125U);
}

TEST_F(Encyclopedia, BeginsAnewWhenAShipIsAddedMeanwhile) {
  bool added = false;
  api_.before_page = [&](std::size_t page) {
    if (page == 2 && !std::exchange(added, true)) api_.rows.insert(api_.rows.begin(), ship_row(api_.next_id()));
  };
  auto const ships = read();
  ASSERT_TRUE(ships);
  EXPECT_EQ(ships.value().size(), 251U);
  EXPECT_EQ(client_.figures().listing_changes, 1U);
}

TEST_F(Encyclopedia, BeginsAnewWhenOneShipTakesThePlaceOfAnother) {
  bool replaced = false;
  api_.before_page = [&](std::size_t page) {  // the number of ships stays, the page of some does not
    if (page != 2 || std::exchange(replaced, true)) return;
    api_.rows.pop_back();
    api_.rows.insert(api_.rows.begin(), ship_row(api_.next_id()));
  };
  auto const ships = read();
  ASSERT_TRUE(ships);
  EXPECT_EQ(ships.value().size(), 250U);
  EXPECT_EQ(ships.value().front().id, ShipId{first_id + 250});
}

TEST_F(Encyclopedia, BeginsAnewWhenTheLastPageIsGone) {
  bool removed = false;
  api_.before_page = [&](std::size_t page) {
    if (page == 3 && !std::exchange(removed, true)) api_.rows.resize(200);
  };
  auto const ships = read();
  ASSERT_TRUE(ships);
  EXPECT_EQ(ships.value().size(), 200U);
}

TEST_F(Encyclopedia, GivesUpWhenItKeepsChanging) {
  api_.before_page = [&](std::size_t page) {
    if (page == 2) api_.rows.push_back(ship_row(api_.next_id()));
  };
  expect_unavailable();
  EXPECT_EQ(caller_.requests.size(), 4U);
}

TEST_F(Encyclopedia, AnErrorOnOnePageRefusesTheWhole) {
  auto const with_error = [this](OutgoingRequest const& request) {
    return form_of(request).at("page_no") == "3" ? error_answer("METHOD_DISABLED") : api_(request);
  };
  FakeCaller caller{with_error};
  WargamingClient client{WargamingSettings{"key", "", "en"}, caller, waiter_, [] { return 0.0; }};
  EXPECT_EQ(client.encyclopedia().refusal().code, RefusalCode::wargaming_unavailable);
}

TEST_F(Encyclopedia, ImpossiblePagingIsRefused) {
  for (std::string const meta :
       {R"({"page_total":1,"total":0,"page":1})", R"({"page_total":101,"total":10001,"page":1})",
        R"({"page_total":2,"total":129,"page":2})", R"({"page_total":"2","total":129,"page":1})", R"({})", "null"}) {
    FakeWaiter waiter;
    FakeCaller caller{{answered(R"({"status":"ok","meta":)" + meta + R"(,"data":{}})")}};
    WargamingClient client{WargamingSettings{"key", "", "en"}, caller, waiter, [] { return 0.0; }};
    EXPECT_EQ(client.encyclopedia().refusal().code, RefusalCode::wargaming_unavailable) << meta;
    EXPECT_EQ(caller.requests.size(), 1U) << meta;
  }
}

}  // namespace
}  // namespace shipvote::wargaming
