#include "live/chat_line.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>

#include "foundation/limits.h"

namespace shipvote::live {
namespace {

using voting::Language;

std::string name_of(ShipId ship) {
  switch (ship.value) {
    case 1: return "Yamato";
    case 2: return "Großer Kurfürst";
    case 3: return "Île-de-France";
    default: return {};
  }
}

voting::Vote closed(std::vector<std::uint32_t> counts) {
  voting::Vote vote;
  for (std::uint32_t ship = 1; ship <= counts.size(); ++ship) vote.ships.push_back(ShipId{ship});
  vote.counts = std::move(counts);
  vote.state = voting::VoteState::closed;
  vote.winner = voting::decide_winner(vote.ships, vote.counts, 5);
  return vote;
}

TEST(ChatLine, SaysWinnerShareAndVoters) {
  EXPECT_EQ(chat_line(closed({118, 100, 63}), Language::automatic, name_of),
            "Vote closed: Yamato wins with 42%. Voters: 281.");
  EXPECT_EQ(chat_line(closed({0, 1}), Language::de, name_of),
            "Abstimmung beendet: Großer Kurfürst gewinnt mit 100 %. Stimmen: 1.");
  EXPECT_EQ(chat_line(closed({1, 3, 0}), Language::ja, name_of),
            "投票終了：Großer Kurfürstが75%で1位です。投票者数：4");
}

TEST(ChatLine, NamesTheTie) {
  auto const vote = closed({2, 2, 1});
  auto const line = chat_line(vote, Language::en, name_of);
  EXPECT_EQ(line, "Vote closed with a tie between Yamato, Großer Kurfürst: " + name_of(vote.winner->ship) +
                      " was drawn and wins with 40%. Voters: 5.");
}

TEST(ChatLine, CountsThoseOfATieForWhichThereIsNoRoom) {
  auto const line = chat_line(closed(std::vector<std::uint32_t>(1'000, 7)), Language::en,
                              [](ShipId ship) { return "Ship number " + ship.text(); });
  EXPECT_LE(chat_length(line), limits::chat_characters);
  EXPECT_NE(line.find("tie between Ship number 1, Ship number 2, "), std::string::npos) << line;
  EXPECT_NE(line.find(" +9"), std::string::npos) << line;
  EXPECT_NE(line.find("<1%"), std::string::npos) << line;
  EXPECT_NE(line.find("Voters: 7000."), std::string::npos) << line;
}

TEST(ChatLine, IsEmptyWhenNobodyVotedOrTheVoteIsOpen) {
  EXPECT_EQ(chat_line(closed({0, 0}), Language::en, name_of), "");
  auto open = closed({3, 1});
  open.state = voting::VoteState::open;
  EXPECT_EQ(chat_line(open, Language::en, name_of), "");
}

TEST(ChatLine, CallsAnUnknownShipByItsId) {
  auto vote = closed({3});
  vote.ships = {ShipId{4'282'267'344}};
  vote.winner->ship = vote.ships.front();
  EXPECT_EQ(chat_line(vote, Language::en, name_of), "Vote closed: 4282267344 wins with 100%. Voters: 3.");
}

TEST(ChatLine, RoundsButNeverToAllOrNothing) {
  EXPECT_NE(chat_line(closed({199, 1}), Language::en, name_of).find("with 99%"), std::string::npos);
  EXPECT_NE(chat_line(closed({299'999, 1}), Language::en, name_of).find("with 99%"), std::string::npos);
  EXPECT_NE(chat_line(closed({2, 1}), Language::en, name_of).find("with 67%"), std::string::npos);
}

TEST(ChatLine, KeepsNamesInOneLine) {
  auto const line = chat_line(closed({3}), Language::en, [](ShipId) { return std::string{"a\r\nb\tc\x7F"}; });
  EXPECT_EQ(line, "Vote closed: a  b c  wins with 100%. Voters: 3.");
}

TEST(ChatLine, CountsCharactersAsTheStrictestPlatformDoes) {
  EXPECT_EQ(chat_length("Île"), 3U);
  EXPECT_EQ(chat_length("長門"), 2U);
  EXPECT_EQ(chat_length("\xF0\x9F\x9A\xA2"), 2U);
}

std::string some_name(std::mt19937& draw) {
  static constexpr std::string_view letters[] = {"a", "Z", " ", "ß", "長", "\xF0\x9F\x9A\xA2", "{", "}", "\n"};
  std::string name;
  while (draw() % 40 != 0) {
    std::string_view const next = letters[draw() % std::size(letters)];
    if (name.size() + next.size() > limits::ship_name_bytes) break;
    name += next;
  }
  return name;
}

RC_GTEST_PROP(ChatLine, FitsWhateverTheShipsCountsAndLanguage, (std::uint32_t seed)) {
  std::mt19937 draw(seed);
  auto const ships = *rc::gen::inRange<std::size_t>(1, limits::ships_per_vote + 1);
  auto const largest = *rc::gen::element(1U, 3U, 1'000U, 4'000'000'000U);
  std::vector<std::uint32_t> counts(ships);
  for (auto& count : counts) count = static_cast<std::uint32_t>(draw() % (std::uint64_t{largest} + 1));
  std::vector<std::string> names(ships + 1);
  for (auto& name : names) name = some_name(draw);
  auto const vote = closed(counts);
  for (std::size_t language = 0; language < voting::languages; ++language) {
    auto const line =
        chat_line(vote, static_cast<Language>(language), [&](ShipId ship) { return names.at(ship.value); });
    RC_ASSERT(line.empty() == !vote.winner.has_value());
    RC_ASSERT(chat_length(line) <= limits::chat_characters);
    RC_ASSERT(line.find('\n') == std::string::npos);
    if (!line.empty()) RC_ASSERT(line.find(std::to_string(vote.ballots())) != std::string::npos);
  }
}

}  // namespace
}  // namespace shipvote::live
