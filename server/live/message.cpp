#include "live/message.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/base64.h"
#include "live/fitting.h"
#include "live/packed.h"

namespace shipvote::live {
namespace {

// The most bytes that take no more than `characters` in base64.
constexpr std::size_t base64_room(std::size_t characters) noexcept { return characters / 4 * 3; }

// The leading ships with ballots as a JSON object of at most `room` bytes.
std::string voted_ships(LiveVote const& vote, std::size_t room) {
  std::vector<std::pair<std::uint32_t, ShipId>> order;
  for (std::size_t ship = 0; ship < vote.ships.size(); ++ship) {
    if (vote.counts[ship] > 0) order.emplace_back(vote.counts[ship], vote.ships[ship]);
  }
  std::sort(order.begin(), order.end(), [](auto const& left, auto const& right) {
    return left.first != right.first ? left.first > right.first : left.second < right.second;
  });
  std::string object = "{";
  for (auto const& [count, ship] : order) {
    std::string entry = object.size() > 1 ? ",\"" : "\"";
    entry.append(ship.text()).append("\":").append(std::to_string(count));
    if (object.size() + entry.size() + 1 > room) break;
    object += entry;
  }
  return object += '}';
}

// `data` as version 3 knows it, but for the ships of vote_progress, which come between the two parts.
std::pair<std::string, std::string> data_parts(MessageType type, Snapshot const& snapshot) {
  if (type == MessageType::channel_update) {
    return {R"({"overlay_position":")" + std::string(voting::overlay_position_text(snapshot.channel.overlay_position)) +
                "\"}",
            ""};
  }
  if (!snapshot.vote) std::abort();
  std::string start = R"({"id":)" + snapshot.vote->id.text() + R"(,"source":"backend",)";
  if (type == MessageType::vote_progress) return {start + R"("voted_ships":)", "}"};
  return {start + R"("status":")" + std::string(voting::vote_state_text(snapshot.vote->state)) + "\"}", ""};
}

}  // namespace

EncodedMessage encode_json(MessageType type, Snapshot const& snapshot, std::size_t most_bytes) {
  auto const [data_start, data_end] = data_parts(type, snapshot);
  std::string const head = R"({"type":")" + std::string(message_type_text(type)) + R"(","timestamp":")" +
                           iso8601(snapshot.server_time) + R"(","data":)" + data_start;
  constexpr std::string_view live_start = R"(,"live":")";
  constexpr std::string_view live_end = R"("})";
  bool const progress = type == MessageType::vote_progress;
  std::size_t const around = head.size() + data_end.size() + live_start.size() + live_end.size();
  std::size_t const room = most_bytes - std::min(most_bytes, around);
  FittedText live = fit(snapshot, room - std::min<std::size_t>(room, progress ? 2 : 0));

  std::string json = head;
  if (progress) json += voted_ships(told_vote(*snapshot.vote, SIZE_MAX), room - std::min(room, live.text.size()));
  json.append(data_end).append(live_start).append(live.text).append(live_end);
  return {std::move(json), live.leftover};
}

EncodedMessage encode_message(MessageType type, Snapshot const& snapshot, std::size_t most_bytes) {
  EncodedMessage message = encode_json(type, snapshot, base64_room(most_bytes));
  message.text = base64_encoded(message.text);
  return message;
}

}  // namespace shipvote::live
