#include "service/chat_lines.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "foundation/limits.h"
#include "foundation/log.h"
#include "live/chat_line.h"

namespace shipvote::service {
namespace {

using namespace std::chrono_literals;

constexpr auto window = 1min;  // of the limit
constexpr std::size_t channels_before_sweep = 256;

}  // namespace

struct ChatLines::Counts {
  std::atomic<std::uint64_t> sent{0};
  std::atomic<std::uint64_t> failed{0};
  std::atomic<std::uint64_t> held_back{0};
};

ChatLines::ChatLines(Parts parts) : parts_(std::move(parts)), counts_(std::make_shared<Counts>()) {}

ChatLines::~ChatLines() = default;

void ChatLines::vote_closed(voting::Vote const& vote) {
  auto const view = parts_.channels.find(vote.channel);
  if (!view || !view->channel.chat_result) return;
  auto const fleet = parts_.fleet.get();
  auto line = live::chat_line(vote, view->channel.language, [&fleet](ShipId ship) {
    auto const* const known = fleet->find(ship);
    return known == nullptr ? std::string{} : known->name;
  });
  if (line.empty()) return;
  auto const now = parts_.time.now();
  bool const late = vote.closed_at && now - *vote.closed_at > limits::chat_line_late;
  if (late || !take_turn(vote.channel, now)) {
    counts_->held_back.fetch_add(1, std::memory_order_relaxed);
    log::warning("chat_line_held_back",
                 {{"channel", vote.channel.value}, {"vote", vote.id.value}, {"reason", late ? "late" : "limit"}});
    return;
  }
  counts_->sent.fetch_add(1, std::memory_order_relaxed);
  parts_.helix.send_chat(vote.channel, std::move(line),
                         [counts = counts_, rejected = parts_.secrets_rejected](twitch::HelixAnswer const& answer) {
                           if (answer.verdict == twitch::HelixVerdict::accepted) return;
                           counts->failed.fetch_add(1, std::memory_order_relaxed);
                           if (answer.verdict == twitch::HelixVerdict::rejected && rejected) rejected();
                         });
}

bool ChatLines::take_turn(ChannelId channel, TimePoint now) {
  auto const long_ago = [now](TimePoint sent) { return sent + window <= now || sent > now; };
  std::lock_guard const lock{mutex_};
  if (sent_lately_.size() >= channels_before_sweep) {
    std::erase_if(sent_lately_, [&](auto const& entry) { return long_ago(entry.second.back()); });
  }
  auto& sent = sent_lately_[channel];
  std::erase_if(sent, long_ago);
  if (sent.size() >= limits::chat_lines_per_minute) return false;
  sent.push_back(now);
  return true;
}

ChatFigures ChatLines::figures() const noexcept {
  return {counts_->sent.load(std::memory_order_relaxed), counts_->failed.load(std::memory_order_relaxed),
          counts_->held_back.load(std::memory_order_relaxed)};
}

}  // namespace shipvote::service
