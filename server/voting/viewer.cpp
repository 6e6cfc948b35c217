#include "voting/viewer.h"

namespace shipvote::voting {

ViewerKind viewer_kind(std::string_view opaque_id) noexcept {
  if (opaque_id.size() < 2) return ViewerKind::unknown;
  if (opaque_id.front() == 'U') return ViewerKind::logged_in;
  if (opaque_id.front() == 'A') return ViewerKind::anonymous;
  return ViewerKind::unknown;
}

}  // namespace shipvote::voting
