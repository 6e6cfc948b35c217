#include "service/refresh_keeper.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "fleet/merge.h"
#include "foundation/limits.h"
#include "foundation/log.h"

namespace shipvote::service {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds first_pause = 30s;  // after a failed refresh of the fleet; doubles
constexpr std::chrono::milliseconds longest_pause = 30min;
constexpr std::chrono::milliseconds garage_pause = 1h;  // after a failed refresh of a garage
constexpr std::chrono::milliseconds look_again = 1min;  // for garages that came in meanwhile

}  // namespace

RefreshKeeper::RefreshKeeper(Parts parts) : parts_(parts), fleet_pause_(first_pause) {
  auto const refreshed = parts_.store.fleet_refreshed_at();
  fleet_due_ = refreshed ? *refreshed + limits::fleet_refresh_every : parts_.time.now();
  thread_ = std::make_unique<WakingThread>("refresh_from_wargaming", parts_.time, [this] { return refresh(); });
}

RefreshKeeper::~RefreshKeeper() { stop(); }

void RefreshKeeper::stop() {
  stopping_ = true;
  thread_->stop();
}

RefreshFigures RefreshKeeper::figures() const noexcept {
  return {fleet_refreshes_.load(), fleet_failures_.load(), garage_refreshes_.load(), garage_failures_.load()};
}

TimePoint RefreshKeeper::refresh() {
  auto const now = parts_.time.now();
  if (!parts_.refresh_fleet) fleet_due_ = TimePoint::max();
  if (fleet_due_ <= now) fleet_due_ = refresh_fleet(now);
  if (stopping_ || !parts_.refresh_garages) return fleet_due_;
  auto const garages_due = refresh_one_garage(parts_.time.now());
  return std::min(fleet_due_, garages_due);
}

TimePoint RefreshKeeper::refresh_fleet(TimePoint now) {
  auto const listed = parts_.wargaming.encyclopedia();
  std::optional<Refusal> refusal;
  if (listed) {
    auto const merged = fleet::merge_fleet(parts_.fleet.get()->ships(), listed.value());
    if (merged) {
      parts_.store.save_warships(merged.value().changed);
      parts_.store.save_fleet_refreshed_at(now);
      parts_.fleet.put(std::make_shared<fleet::Fleet const>(parts_.store.warships()));
      fleet_refreshes_.fetch_add(1);
      fleet_pause_ = first_pause;
      log::info("fleet_refreshed", {{"listed", listed.value().size()}, {"changed", merged.value().changed.size()}});
      return now + limits::fleet_refresh_every;
    }
    refusal = merged.refusal();
  } else {
    refusal = listed.refusal();
  }
  if (stopping_) return TimePoint::max();
  fleet_failures_.fetch_add(1);
  log::warning("fleet_refresh_failed",
               {{"code", code_text(refusal->code)}, {"reason", refusal->message}, {"detail", refusal->detail}});
  auto const pause = fleet_pause_;
  fleet_pause_ = std::min(fleet_pause_ * 2, longest_pause);
  return parts_.time.now() + pause;
}

TimePoint RefreshKeeper::garage_due_at(ChannelView const& view) const {
  auto const refreshed = view.channel.garage_refreshed_at;
  // Ships that were named by hand are looked for as well: the account may have stopped hiding its own.
  auto const due = refreshed.value_or(view.channel.updated_at) + limits::garage_refresh_every;
  auto const failed = garage_not_before_.find(view.channel.id);
  return failed == garage_not_before_.end() ? due : std::max(due, failed->second);
}

TimePoint RefreshKeeper::refresh_one_garage(TimePoint now) {
  std::erase_if(garage_not_before_, [this](auto const& failed) { return !parts_.channels.find(failed.first); });
  std::optional<ChannelId> first;
  TimePoint first_due = TimePoint::max();
  for (auto const& view : parts_.channels.all()) {
    auto const due = garage_due_at(*view);
    if (due >= first_due) continue;
    first_due = due;
    first = view->channel.id;
  }
  auto const next_look = now + look_again;
  if (!first || first_due > now) return std::min(first_due, next_look);

  auto const refreshed = parts_.desk.refresh_garage(*first);
  if (refreshed) {
    garage_not_before_.erase(*first);
    garage_refreshes_.fetch_add(1);
  } else if (!stopping_) {
    garage_not_before_[*first] = now + garage_pause;
    garage_failures_.fetch_add(1);
    log::warning("garage_refresh_failed", {{"channel", first->value},
                                           {"code", code_text(refreshed.refusal().code)},
                                           {"detail", refreshed.refusal().detail}});
  }
  return parts_.time.now();  // look for the next one; the Wargaming client keeps the pace
}

}  // namespace shipvote::service
