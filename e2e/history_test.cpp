// Votes of the past: pages, search, curves, files to keep.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "e2e/world_test.h"
#include "foundation/limits.h"
#include "foundation/time.h"

namespace shipvote::e2e {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::StartsWith;

struct HistorySuite {};
class HistoryTest : public WorldTest<HistorySuite> {
 protected:
  static std::string history(OwnChannel const& own) { return own.path() + "/history"; }
  static Answer get(OwnChannel const& own, std::string const& rest = {}) {
    return api().get(history(own) + rest, own.broadcaster);
  }
  // A closed vote on these ships of the garage, with one ballot for the first of them.
  static std::uint64_t play(OwnChannel const& own, std::vector<ShipId> const& ships) {
    auto const vote = world().open_vote(own, {{"ships", ids(ships)}});
    EXPECT_EQ(world().cast(own, vote, world().viewer(own.id, 1), ships.front()).status, 200);
    EXPECT_EQ(world().close_vote(own, vote).status, 200);
    return vote;
  }
  static std::vector<std::uint64_t> listed(Answer const& answer) {
    std::vector<std::uint64_t> votes;
    for (auto const& vote : answer.data().as_array()) votes.push_back(vote.at("id").to_number<std::uint64_t>());
    return votes;
  }
  static std::string name_of(ShipId ship) { return api().get("/api/warships/" + ship.text()).string_at("/data/name"); }
};

TEST_F(HistoryTest, IsPagedNewestFirst) {
  auto const own = world().set_up_channel();
  std::vector<std::uint64_t> newest_first;
  for (int number = 0; number < 5; ++number) newest_first.insert(newest_first.begin(), play(own, own.ships));
  world().open_vote(own);  // not of the past
  auto const all = get(own);
  ASSERT_EQ(all.status, 200) << all.body;
  EXPECT_EQ(listed(all), newest_first);
  EXPECT_TRUE(all.at("/next").is_null());
  auto const& entry = all.at("/data/0").as_object();
  EXPECT_EQ(entry.at("ballots"), 1);
  EXPECT_EQ(entry.at("ship_count"), own.ships.size());
  EXPECT_EQ(entry.at("leading"), (json::array{{{"ship_id", own.ships.front().value}, {"ballots", 1}}}));
  EXPECT_FALSE(entry.contains("ships"));

  std::vector<std::uint64_t> paged;
  std::string rest = "?count=2";
  for (int page = 0; page < 3; ++page) {
    auto const answer = get(own, rest);
    for (auto const vote : listed(answer)) paged.push_back(vote);
    if (answer.at("/next").is_null()) break;
    EXPECT_EQ(listed(answer).size(), 2U);
    rest = "?count=2&before=" + std::to_string(answer.number_at("/next"));
  }
  EXPECT_EQ(paged, newest_first);
  EXPECT_EQ(listed(get(own, "?before=" + std::to_string(newest_first.back()))), std::vector<std::uint64_t>{});
  for (auto const* const wrong : {"?count=0", "?count=51", "?count=x", "?before=0", "?before=x"}) {
    EXPECT_EQ(get(own, wrong).text(), "400 invalid_request") << wrong;
  }
  EXPECT_EQ(get(own, "?search=" + std::string(129, 'x')).text(), "400 invalid_request");
}

TEST_F(HistoryTest, IsSearchedByTheNamesOfShips) {
  auto const own = world().set_up_channel();
  auto const first = play(own, {own.ships.at(0)});
  auto const second = play(own, {own.ships.at(1), own.ships.at(0)});
  auto const name = name_of(own.ships.at(1));
  auto upper = name;
  for (char& letter : upper) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  Call call{"GET", history(own)};
  auto const find = [&](std::string const& text) {
    std::string encoded;
    for (char const letter : text) {
      std::array<char, 4> bytes{};
      std::snprintf(bytes.data(), bytes.size(), "%%%02X", static_cast<unsigned char>(letter));
      encoded += bytes.data();
    }
    return listed(get(own, "?search=" + encoded));
  };
  EXPECT_EQ(find(name), std::vector{second});
  EXPECT_EQ(find(upper), std::vector{second});
  EXPECT_EQ(find(name_of(own.ships.at(0))), (std::vector{second, first}));
  EXPECT_EQ(find("no ship is called so"), std::vector<std::uint64_t>{});
  auto spaced = name;
  for (std::size_t at = spaced.size() - 1; at > 0; --at) spaced.insert(at, at % 2 == 0 ? ". " : " ");
  EXPECT_EQ(find(spaced), std::vector{second}) << spaced;
}

// By clients that know ships by other names.
TEST_F(HistoryTest, IsSearchedByShips) {
  auto const own = world().set_up_channel();
  auto const first = play(own, {own.ships.at(0)});
  auto const second = play(own, {own.ships.at(1), own.ships.at(0)});
  auto const third = play(own, {own.ships.at(2)});
  auto const id = [&own](std::size_t place) { return own.ships.at(place).text(); };
  EXPECT_EQ(listed(get(own, "?ships[]=" + id(1))), std::vector{second});
  EXPECT_EQ(listed(get(own, "?ships%5B%5D=" + id(1) + "&ships%5B%5D=" + id(2))), (std::vector{third, second}));
  EXPECT_EQ(listed(get(own, "?search=%E5%A4%A7%E5%92%8C&ships[]=" + id(0))), (std::vector{second, first}))
      << "the name that the server does not know is no condition more";
  EXPECT_EQ(listed(get(own, "?ships[]=7")), std::vector<std::uint64_t>{});
  auto const page = get(own, "?count=1&ships[]=" + id(0));
  EXPECT_EQ(listed(page), std::vector{second});
  EXPECT_EQ(listed(get(own, "?ships[]=" + id(0) + "&before=" + std::to_string(page.number_at("/next")))),
            std::vector{first});

  std::string most = "?ships[]=1";
  for (std::size_t number = 1; number < limits::ships_per_search; ++number) most += "&ships[]=4294967295";
  EXPECT_EQ(listed(get(own, most)), std::vector<std::uint64_t>{});
  for (auto const& wrong : {most + "&ships[]=1", std::string{"?ships[]=Yamato"}, std::string{"?ships[]=0"}}) {
    auto const answer = get(own, wrong);
    EXPECT_EQ(answer.text(), "400 invalid_request") << wrong;
    EXPECT_THAT(answer.string_at("/errors/ships/0"), HasSubstr("ship"));
  }
}

TEST_F(HistoryTest, AVoteIsToldWithItsCurve) {
  auto const own = world().set_up_channel();
  auto const vote = world().open_vote(own, {{"change_allowed", true}});
  for (std::uint64_t viewer = 1; viewer <= 3; ++viewer) {
    EXPECT_EQ(world().cast(own, vote, world().viewer(own.id, viewer), own.ships.at(0)).status, 200);
  }
  EXPECT_EQ(world().cast(own, vote, world().viewer(own.id, 1), own.ships.at(1)).status, 200);
  auto const path = "/" + std::to_string(vote);
  for (bool const closed : {false, true, true}) {
    if (closed) (void)world().close_vote(own, vote);
    auto const told = get(own, path);
    ASSERT_EQ(told.status, 200) << told.body;
    EXPECT_EQ(told.at("/data/vote"), world().show(own, vote).data());
    auto const& curve = told.at("/data/curve").as_object();
    EXPECT_EQ(curve.at("from"), told.at("/data/vote/created_at"));
    EXPECT_GE(curve.at("bucket_seconds").to_number<int>(), 1);
    auto const& ships = curve.at("ships").as_array();
    ASSERT_EQ(ships.size(), 2U);
    EXPECT_EQ(ships.at(0).at("ship_id"), own.ships.at(0).value);
    EXPECT_EQ(ships.at(0).at("ballots").as_array().back(), 2);
    EXPECT_EQ(ships.at(1).at("ballots").as_array().back(), 1);
    EXPECT_EQ(curve.at("ballots").as_array().back(), 3);
    EXPECT_EQ(curve.at("others").as_array().back(), 0);
    EXPECT_LE(curve.at("ballots").as_array().size(), 120U);
    EXPECT_EQ(curve.at("ballots").as_array().size(), ships.at(0).at("ballots").as_array().size());
  }
  EXPECT_EQ(get(own, "/1000000").text(), "404 vote_not_found");
}

TEST_F(HistoryTest, IsExported) {
  auto const own = world().set_up_channel();
  auto const vote = play(own, own.ships);
  auto const path = "/" + std::to_string(vote) + "/export";
  auto const csv = get(own, path + "?format=csv");
  ASSERT_EQ(csv.status, 200) << csv.body;
  EXPECT_EQ(csv.header("content-type"), "text/csv; charset=utf-8");
  EXPECT_EQ(csv.header("content-disposition"),
            "attachment; filename=\"shipvote-vote-" + std::to_string(vote) + ".csv\"");
  EXPECT_THAT(csv.body, StartsWith("\xEF\xBB\xBF\"ship_id\",\"ship\""));
  EXPECT_THAT(csv.body, HasSubstr("\r\n" + own.ships.front().text() + ",\"" + name_of(own.ships.front()) + "\","));
  EXPECT_THAT(csv.body, HasSubstr(",1,\"100.00\",\"yes\"\r\n"));
  EXPECT_EQ(std::count(csv.body.begin(), csv.body.end(), '\n'), static_cast<std::ptrdiff_t>(own.ships.size()) + 1);

  auto const as_json = get(own, path + "?format=json");
  EXPECT_THAT(std::string{as_json.header("content-disposition")}, HasSubstr(".json\""));
  EXPECT_EQ(as_json.at("/vote/ships/0/id"), own.ships.front().value);
  EXPECT_EQ(as_json.at("/vote/ships/0/ballots"), 1);
  EXPECT_EQ(as_json.at("/curve/ballots").as_array().back(), 1);

  auto const second = play(own, {own.ships.at(1)});
  auto const all = get(own, "/export?format=csv");
  ASSERT_EQ(all.status, 200) << all.body;
  EXPECT_EQ(all.header("content-disposition"), "attachment; filename=\"shipvote-votes.csv\"");
  auto const first_line = all.body.find("\r\n" + std::to_string(second) + ",");
  EXPECT_LT(first_line, all.body.find("\r\n" + std::to_string(vote) + ",")) << "newest first";
  auto const all_json = get(own, "/export?format=json");
  EXPECT_EQ(all_json.at("/votes/0/id"), second);
  EXPECT_EQ(all_json.at("/votes/1/id"), vote);
  EXPECT_EQ(get(own, "/export?format=xml").text(), "400 invalid_request");
  EXPECT_EQ(get(own, path + "?format=xml").text(), "400 invalid_request");
  for (auto const& file : {csv.body, as_json.body, all.body, all_json.body}) {
    EXPECT_EQ(file.find("viewer"), std::string::npos);
  }
}

TEST_F(HistoryTest, IsForWhoeverControlsTheChannel) {
  auto const own = world().set_up_channel();
  auto const other = world().set_up_channel();
  auto const vote = "/" + std::to_string(play(own, own.ships));
  for (auto const& rest : {std::string{}, vote, vote + "/export", std::string{"/export"}}) {
    for (auto const& token : {world().viewer(own.id, 1), other.broadcaster, std::string{}}) {
      EXPECT_EQ(api().get(history(own) + rest, token).text(), "401 unauthorized") << rest;
    }
  }
  EXPECT_EQ(api().get(history(other) + vote, other.broadcaster).text(), "404 vote_not_found");
  EXPECT_EQ(api().get(history(other) + vote + "/export", other.broadcaster).text(), "404 vote_not_found");
}

}  // namespace
}  // namespace shipvote::e2e
