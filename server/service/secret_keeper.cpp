#include "service/secret_keeper.h"

#include <algorithm>
#include <utility>

#include "foundation/log.h"

namespace shipvote::service {
namespace {

constexpr std::chrono::milliseconds pause = std::chrono::minutes{1};

}  // namespace

SecretKeeper::SecretKeeper(twitch::HelixClient& helix, twitch::TokenChecker& tokens,
                           std::vector<twitch::Secret> from_settings, TimeSource const& time,
                           std::function<void()> renewed)
    : helix_(helix),
      tokens_(tokens),
      from_settings_(std::move(from_settings)),
      in_force_(from_settings_),
      time_(time),
      renewed_(std::move(renewed)),
      link_(std::make_shared<Link>()) {
  link_->keeper = this;
  thread_ = std::make_unique<WakingThread>("read_secrets", time_, [this] { return read_if_asked(); });
}

SecretKeeper::~SecretKeeper() { stop(); }

void SecretKeeper::stop() {
  thread_->stop();
  std::lock_guard const lock{link_->mutex};
  link_->keeper = nullptr;
}

void SecretKeeper::rejected() {
  rejections_.fetch_add(1, std::memory_order_relaxed);
  ask();
}

void SecretKeeper::ask() {
  if (!asked_.exchange(true)) thread_->wake();
}

TimePoint SecretKeeper::read_if_asked() {
  if (!asked_) return TimePoint::max();
  auto const now = time_.now();
  if (now < not_before_) return not_before_;
  not_before_ = now + pause;
  asked_ = false;
  helix_.read_secrets([link = link_](twitch::HelixAnswer const& answer, std::vector<twitch::Secret> secrets) {
    if (answer.verdict != twitch::HelixVerdict::accepted || secrets.empty()) {
      log::error("secrets_not_read", {{"status", answer.status}, {"detail", answer.detail}});
      return;
    }
    std::lock_guard const lock{link->mutex};
    if (link->keeper != nullptr) link->keeper->take(std::move(secrets));
  });
  return TimePoint::max();
}

void SecretKeeper::take(std::vector<twitch::Secret> secrets) {
  log::info("secrets_read", {{"in_force", secrets.size()}});
  for (auto const& secret : from_settings_) {
    if (std::find(secrets.begin(), secrets.end(), secret) == secrets.end()) secrets.push_back(secret);
  }
  // What was refused with the same secrets would be refused again.
  if (secrets == in_force_) return;
  in_force_ = secrets;
  tokens_.replace_secrets(secrets);
  helix_.replace_secrets(std::move(secrets));
  renewed_();
}

}  // namespace shipvote::service
