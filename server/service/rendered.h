// Bytes made from a state once and shared by everyone who asks, until the state changes.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace shipvote::service {

struct RenderedBody {
  std::shared_ptr<std::string const> bytes;
  std::string etag;
};

// The body with an ETag that names its bytes.
[[nodiscard]] RenderedBody rendered_body(std::string bytes);

// Remembers the body that was rendered for one version of a state. Thread-safe; renders under the lock, so that a crowd
// that asks for a changed state at once renders it once.
class RenderedSlot {
 public:
  // `render` returns the body for `version`; called only when the remembered one belongs to another version.
  template <class Render>
  [[nodiscard]] RenderedBody at(std::uint64_t version, Render&& render) {
    std::lock_guard const lock{mutex_};
    if (!body_.bytes || version_ != version) {
      body_ = rendered_body(std::forward<Render>(render)());
      version_ = version;
    }
    return body_;
  }

 private:
  std::mutex mutex_;
  std::uint64_t version_ = 0;
  RenderedBody body_;
};

}  // namespace shipvote::service
