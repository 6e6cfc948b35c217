// Real answers of the API, kept outside this repository, read by the same code; without them there is nothing to read,
// and the answers made up in the other tests have to do.
#include "wargaming/listings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace shipvote::wargaming {
namespace {

using testing::AllOf;
using testing::Field;

std::string samples() {
  char const* const shared = std::getenv("SHIPVOTE_SHARED");
  std::string const root = shared != nullptr ? shared : SHIPVOTE_SOURCE_DIR "/../shared";
  return root + "/data/wargaming/samples/";
}

class RealAnswer : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::ifstream{samples() + "README.json"}) GTEST_SKIP() << "no stored answers at hand";
  }

  static std::variant<Answer, ApiError, NoSense> read(std::string const& file) {
    std::ostringstream text;
    text << std::ifstream{samples() + file}.rdbuf();
    OutgoingResponse response;
    response.status = 200;
    response.body = text.str();
    return read_answer(response);
  }
  static Answer good(std::string const& file) {
    auto answer = read(file);
    if (auto* const right = std::get_if<Answer>(&answer)) return std::move(*right);
    ADD_FAILURE() << file;
    return Answer{{}, {}};
  }
  static ApiError bad(std::string const& file) {
    auto answer = read(file);
    if (auto* const error = std::get_if<ApiError>(&answer)) return std::move(*error);
    ADD_FAILURE() << file;
    return ApiError{"", ""};
  }
};

TEST_F(RealAnswer, AccountLists) {
  auto const account_in = [](std::string const& file, std::string_view name) {
    return std::get<std::optional<Account>>(read_account(good(file), name));
  };
  auto const wanted = account_in("account_list_ok_na_2018.json", "CALLMERED");
  ASSERT_TRUE(wanted);
  EXPECT_EQ(wanted->nickname, "callmered");
  EXPECT_EQ(wanted->id, AccountId{1001558551});
  EXPECT_EQ(account_in("account_list_ok_eu_2021.json", "ataw")->id, AccountId{501235211});
  EXPECT_FALSE(account_in("account_list_ok_eu_2021.json", "nobody"));
}

TEST_F(RealAnswer, ShipsOfAnAccount) {
  AccountId const account{1030494954};
  auto const few = std::get<ListedShips>(read_ships(good("ships_stats_fields_ship_id_na_2018.json"), account));
  auto const all = std::get<ListedShips>(read_ships(good("ships_stats_all_na_2018.json"), account));
  EXPECT_GT(few.ids.size(), 10U);
  EXPECT_EQ(few.skipped, 0U);
  EXPECT_EQ(few.ids, all.ids);
  EXPECT_THAT(few.ids, testing::Contains(ShipId{4289640432}));
}

TEST_F(RealAnswer, AHiddenProfile) {
  AccountId const account{1025459900};
  EXPECT_EQ(std::get<NoShips>(read_ships(good("statsbydate_hidden_na.json"), account)), NoShips::hidden);
}

TEST_F(RealAnswer, EncyclopediaPages) {
  auto const page = std::get<EncyclopediaPage>(
      read_encyclopedia_page(good("encyclopedia_ships_page1of2_carriers_cruisers_na_2018_fields.json")));
  EXPECT_EQ(page.page, 1U);
  EXPECT_EQ(page.page_total, 2U);
  EXPECT_EQ(page.total, 129U);
  EXPECT_EQ(page.ships.size(), 100U);
  EXPECT_EQ(page.skipped, 0U);
  auto const japan =
      std::get<EncyclopediaPage>(read_encyclopedia_page(good("encyclopedia_ships_japan_cruisers_2019_fields.json")));
  EXPECT_EQ(japan.ships.size(), 26U);
  EXPECT_THAT(japan.ships, testing::Contains(AllOf(Field(&voting::EncyclopediaShip::name, "Ibuki"),
                                                   Field(&voting::EncyclopediaShip::tier, 9),
                                                   Field(&voting::EncyclopediaShip::has_next_ships, true))));
  for (auto const& ship : japan.ships) EXPECT_FALSE(ship.image.empty()) << ship.name;
}

TEST_F(RealAnswer, Errors) {
  EXPECT_EQ(bad("error_invalid_application_id.json").message, "INVALID_APPLICATION_ID");
  EXPECT_EQ(bad("error_page_no_not_found.json").message, "PAGE_NO_NOT_FOUND");
  EXPECT_EQ(bad("error_page_no_not_found.json").field, "page_no");
  EXPECT_EQ(bad("account_list_error_search_not_specified_2018.json").message, "SEARCH_NOT_SPECIFIED");
  EXPECT_EQ(bad("ships_stats_error_two_accounts_2018.json").message, "INVALID_ACCOUNT_ID");
}

TEST(Answer, AnErrorNeverCarriesTheValueThatWasSent) {
  OutgoingResponse response;
  response.body =
      R"({"status":"error","error":{"field":"application_id","message":"INVALID\nX","code":407,"value":"secret"}})";
  auto const error = std::get<ApiError>(read_answer(response));
  EXPECT_EQ(error.message, "INVALID?X");
  EXPECT_EQ(error.field, "application_id");
}

}  // namespace
}  // namespace shipvote::wargaming
