// Who casts a ballot: a viewer, known to us only by the opaque id that Twitch made for this extension.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string_view>

namespace shipvote::voting {

// Opaque ids start with "U" for a logged-in account, "A" for a session without one (docs/platforms/twitch.md,
// "Opaque ids"). Anything else (old test tools, say) is treated as no viewer at all.
enum class ViewerKind { logged_in, anonymous, unknown };
[[nodiscard]] ViewerKind viewer_kind(std::string_view opaque_id) noexcept;

// What is kept of a viewer: the first 128 bits of SHA-256 over the opaque id. Enough to tell viewers apart, compact in
// memory and on disk, and the id itself is stored nowhere.
struct ViewerKey {
  std::array<std::uint8_t, 16> bytes{};
  friend bool operator==(ViewerKey const&, ViewerKey const&) = default;
};

}  // namespace shipvote::voting

template <>
struct std::hash<shipvote::voting::ViewerKey> {
  std::size_t operator()(shipvote::voting::ViewerKey const& key) const noexcept {
    std::size_t first_bytes = 0;  // the key is a cryptographic hash already
    std::memcpy(&first_bytes, key.bytes.data(), sizeof first_bytes);
    return first_bytes;
  }
};
