#include "live/chat_line.h"

#include <utility>
#include <vector>

#include "foundation/limits.h"
#include "foundation/text.h"

namespace shipvote::live {
namespace {

constexpr std::size_t name_length = 60;    // longer names are cut
constexpr std::size_t place_for_more = 6;  // " +1000"
constexpr std::string_view cut_off = "…";

// Worded so that no number needs a plural.
struct Words {
  std::string_view won;
  std::string_view tied;
  std::string_view percent;  // what stands behind a number
  std::string_view between;  // two names
};

Words words_of(voting::Language language) noexcept {
  switch (language) {
    case voting::Language::de:
      return {
          "Abstimmung beendet: {ship} gewinnt mit {share}. Stimmen: {voters}.",
          "Abstimmung beendet, Gleichstand zwischen {tied}: Das Los fiel auf {ship} mit {share}. Stimmen: {voters}.",
          " %", ", "};
    case voting::Language::fr:
      return {"Vote terminé : {ship} l'emporte avec {share}. Votants : {voters}.",
              "Vote terminé, égalité entre {tied} : le tirage au sort désigne {ship} avec {share}. Votants : {voters}.",
              " %", ", "};
    case voting::Language::es:
      return {"Votación cerrada: gana {ship} con el {share}. Votantes: {voters}.",
              "Votación cerrada, empate entre {tied}: el sorteo elige {ship} con el {share}. Votantes: {voters}.", " %",
              ", "};
    case voting::Language::pl:
      return {"Głosowanie zakończone: wygrywa {ship}, {share}. Liczba głosów: {voters}.",
              "Głosowanie zakończone, remis: {tied}. Los wskazał {ship}, {share}. Liczba głosów: {voters}.", "%", ", "};
    case voting::Language::ja:
      return {"投票終了：{ship}が{share}で1位です。投票者数：{voters}",
              "投票終了：{tied}が同数のため、抽選で{ship}に決まりました（{share}）。投票者数：{voters}", "%", "、"};
    case voting::Language::ko:
      return {"투표 종료: {ship}, {share}로 1위입니다. 투표자 수: {voters}",
              "투표 종료: 동률({tied})이므로 추첨으로 {ship}({share})이 뽑혔습니다. 투표자 수: {voters}", "%", ", "};
    case voting::Language::zh_tw:
      return {"投票結束：{ship} 以 {share} 獲勝。投票人數：{voters}",
              "投票結束：{tied} 平手，抽籤選出 {ship}（{share}）。投票人數：{voters}", "%", "、"};
    case voting::Language::automatic:
    case voting::Language::en: break;
  }
  return {"Vote closed: {ship} wins with {share}. Voters: {voters}.",
          "Vote closed with a tie between {tied}: {ship} was drawn and wins with {share}. Voters: {voters}.", "%",
          ", "};
}

// The name in one line and not too long.
std::string shown_name(ShipId ship, ShipName const& name_of) {
  std::string name = name_of(ship);
  if (name.empty()) return ship.text();
  for (char& byte : name) {
    if (static_cast<unsigned char>(byte) < 0x20U || byte == 0x7F) byte = ' ';
  }
  if (chat_length(name) <= name_length) return name;
  while (chat_length(name) >= name_length) {
    while (!name.empty() && continues_character(name.back())) name.pop_back();
    if (!name.empty()) name.pop_back();
  }
  return name.append(cut_off);
}

// Rounded, but never to nothing, and to all only if it is all.
std::string share_text(std::uint64_t ballots, std::uint64_t of_all, std::string_view percent) {
  std::uint64_t const rounded = (ballots * 200 + of_all) / (2 * of_all);
  std::string text = rounded == 0 ? "<1" : std::to_string(rounded == 100 && ballots < of_all ? 99 : rounded);
  return text.append(percent);
}

std::string filled(std::string_view pattern, std::vector<std::pair<std::string_view, std::string_view>> const& values) {
  std::string text;
  while (!pattern.empty()) {
    auto const open = pattern.find('{');
    text.append(pattern.substr(0, open));
    if (open == std::string_view::npos) break;
    auto const close = pattern.find('}', open);
    for (auto const& [name, value] : values) {
      if (name == pattern.substr(open + 1, close - open - 1)) text.append(value);
    }
    pattern.remove_prefix(close + 1);
  }
  return text;
}

// As many names as fit into `room`, and how many more there are.
std::string name_list(std::vector<ShipId> const& ships, std::size_t room, std::string_view between,
                      ShipName const& name_of) {
  std::string list;
  for (std::size_t told = 0; told < ships.size(); ++told) {
    std::string const next = (told > 0 ? std::string{between} : std::string{}) + shown_name(ships[told], name_of);
    bool const last = told + 1 == ships.size();
    if (chat_length(list) + chat_length(next) + (last ? 0 : place_for_more) > room) {
      return list.append(told > 0 ? " +" : "+").append(std::to_string(ships.size() - told));
    }
    list += next;
  }
  return list;
}

}  // namespace

std::size_t chat_length(std::string_view text) noexcept {
  std::size_t length = 0;
  for (char const byte : text) {
    if (continues_character(byte)) continue;
    length += static_cast<unsigned char>(byte) >= 0xF0U ? 2 : 1;
  }
  return length;
}

std::string chat_line(voting::Vote const& vote, voting::Language language, ShipName const& name_of) {
  if (vote.state != voting::VoteState::closed || !vote.winner) return {};
  Words const words = words_of(language);
  std::uint64_t const ballots = vote.ballots();
  std::string const ship = shown_name(vote.winner->ship, name_of);
  std::string const share = share_text(vote.winner->ballots, ballots, words.percent);
  std::string const voters = std::to_string(ballots);
  if (vote.winner->tied.empty()) {
    return filled(words.won, {{"ship", ship}, {"share", share}, {"voters", voters}});
  }
  std::string const without = filled(words.tied, {{"ship", ship}, {"share", share}, {"voters", voters}});
  std::string const tied =
      name_list(vote.winner->tied, limits::chat_characters - chat_length(without), words.between, name_of);
  return filled(words.tied, {{"ship", ship}, {"share", share}, {"voters", voters}, {"tied", tied}});
}

}  // namespace shipvote::live
