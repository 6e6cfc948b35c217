#include "sim/mint.h"

#include "sim/chance.h"
#include "twitch/token.h"

namespace shipvote::sim {

std::string mint_token(TokenWish const& wish, std::string const& secret, TimePoint now) {
  twitch::TokenContent content;
  content.channel_id = wish.channel_id;
  content.role = wish.role;
  content.opaque_user_id = wish.opaque_user_id;
  content.user_id = wish.user_id;
  content.expires_at = now + wish.expires_in;
  if (wish.role == "external") {
    content.send = {wish.channel_id == "all" ? "global" : "broadcast"};
    return twitch::sign_token(content, secret);
  }
  content.is_unlinked = false;
  content.listen = {"broadcast", "whisper-" + wish.opaque_user_id, "global"};
  if (wish.role == "broadcaster") content.send = {"broadcast", "whisper-*"};
  return twitch::sign_token(content, secret);
}

std::string viewer_name(std::uint64_t number, bool logged_in) {
  constexpr std::string_view letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  std::string name(1, logged_in ? 'U' : 'A');
  std::uint64_t rest = number * 0x9E3779B97F4A7C15ULL;  // odd, so different numbers stay different
  for (int place = 0; place < 13; ++place) {
    name.push_back(letters[rest % letters.size()]);
    rest /= letters.size();
  }
  return name;
}

}  // namespace shipvote::sim
