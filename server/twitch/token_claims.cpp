#include "twitch/token_claims.h"

#include <boost/json/basic_parser_impl.hpp>
#include <cmath>
#include <optional>

#include "foundation/limits.h"

namespace shipvote::twitch {
namespace {

namespace json = boost::json;

// One member of the outermost object.
struct Member {
  enum class Kind { text, number, boolean, other };
  std::string_view name;
  Kind kind = Kind::other;
  std::string_view text;
  double number = 0;
};

// Hands every member of the outermost object to `Receiver::take`, whose fault ends the reading. What lies deeper is
// passed over.
template <class Receiver>
class MemberHandler {
 public:
  static constexpr std::size_t max_object_size = limits::token_bytes;
  static constexpr std::size_t max_array_size = limits::token_bytes;
  static constexpr std::size_t max_key_size = limits::token_bytes;
  static constexpr std::size_t max_string_size = limits::token_bytes;
  using Error = boost::system::error_code;

  explicit MemberHandler(Receiver& members_receiver) : receiver_(members_receiver) {}

  bool on_document_begin(Error&) { return true; }
  bool on_document_end(Error&) { return true; }
  bool on_object_begin(Error& error) { return begin(depth_ == 0, error); }
  bool on_object_end(std::size_t, Error&) { return end(); }
  bool on_array_begin(Error& error) { return begin(false, error); }
  bool on_array_end(std::size_t, Error&) { return end(); }
  bool on_key_part(json::string_view part, std::size_t, Error&) {
    if (depth_ == 1) joined_.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, Error&) {
    if (depth_ != 1) return true;
    name_.assign(joined_).append(part.data(), part.size());
    joined_.clear();
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, Error&) {
    if (depth_ == 1) joined_.append(part.data(), part.size());
    return true;
  }
  bool on_string(json::string_view part, std::size_t, Error& error) {
    Member member{name_, Member::Kind::text, {part.data(), part.size()}};
    if (!joined_.empty()) {
      joined_.append(part.data(), part.size());
      member.text = joined_;
    }
    bool const go_on = take(member, error);
    joined_.clear();
    return go_on;
  }
  bool on_number_part(json::string_view, Error&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, Error& error) {
    return take_number(static_cast<double>(number), error);
  }
  bool on_uint64(std::uint64_t number, json::string_view, Error& error) {
    return take_number(static_cast<double>(number), error);
  }
  bool on_double(double number, json::string_view, Error& error) { return take_number(number, error); }
  bool on_bool(bool, Error& error) { return take({name_, Member::Kind::boolean, {}}, error); }
  bool on_null(Error& error) { return take({name_, Member::Kind::other, {}}, error); }
  bool on_comment_part(json::string_view, Error&) { return true; }
  bool on_comment(json::string_view, Error&) { return true; }

  [[nodiscard]] TokenFault fault() const { return fault_; }

 private:
  bool begin(bool is_root_object, Error& error) {
    bool const go_on = is_root_object || take({name_, Member::Kind::other, {}}, error);
    ++depth_;
    return go_on;
  }
  bool end() {
    --depth_;
    return true;
  }
  bool take_number(double number, Error& error) { return take({name_, Member::Kind::number, {}, number}, error); }
  bool take(Member const& member, Error& error) {
    if (depth_ > 1) return true;
    fault_ = depth_ == 0 ? TokenFault{"not an object"} : receiver_.take(member);
    if (fault_.empty()) return true;
    error = boost::system::errc::make_error_code(boost::system::errc::invalid_argument);
    return false;
  }

  Receiver& receiver_;
  TokenFault fault_;
  std::size_t depth_ = 0;
  std::string name_;    // copied: the parser's view of a key ends with the call
  std::string joined_;  // the beginning of a key or text that comes in parts; bounded by the token's own size
};

// The fault of reading `text` into `receiver`, or an empty one.
template <class Receiver>
TokenFault read(std::string_view text, Receiver& receiver) {
  json::parse_options options;
  options.max_depth = limits::token_json_depth;
  json::basic_parser<MemberHandler<Receiver>> parser{options, receiver};
  boost::system::error_code error;
  std::size_t const read = parser.write_some(false, text.data(), text.size(), error);
  if (TokenFault const fault = parser.handler().fault(); !fault.empty()) return fault;
  return error || read != text.size() || !parser.done() ? TokenFault{"malformed JSON"} : TokenFault{};
}

// Takes each of a fixed set of members at most once.
enum class Known : unsigned { algorithm, type, expiry, not_before, opaque_user_id, user_id, channel, role, unlinked };
class Once {
 public:
  [[nodiscard]] bool first(Known member) noexcept {
    bool const is_first = !seen(member);
    seen_ |= bit(member);
    return is_first;
  }
  [[nodiscard]] bool seen(Known member) const noexcept { return (seen_ & bit(member)) != 0; }

 private:
  static unsigned bit(Known member) noexcept { return 1U << static_cast<unsigned>(member); }
  unsigned seen_ = 0;
};

bool is_typ_jwt(std::string_view text) {
  return text.size() == 3 && (text[0] | 0x20) == 'j' && (text[1] | 0x20) == 'w' && (text[2] | 0x20) == 't';
}

struct HeaderReceiver {
  TokenFault take(Member const& member) {
    if (member.name == "alg") {
      if (!once.first(Known::algorithm)) return "duplicate alg";
      if (member.kind != Member::Kind::text || member.text != "HS256") return "alg is not HS256";
      has_algorithm = true;
    } else if (member.name == "typ") {
      if (!once.first(Known::type)) return "duplicate typ";
      if (member.kind != Member::Kind::text || !is_typ_jwt(member.text)) return "typ is not JWT";
    } else if (member.name == "crit") {
      return "crit is not supported";
    }
    return {};
  }

  bool has_algorithm = false;
  Once once;
};

bool is_printable(std::string_view text, std::size_t most) {
  if (text.empty() || text.size() > most) return false;
  for (char const character : text) {
    if (character < '!' || character > '~') return false;
  }
  return true;
}

std::optional<Role> parse_role(std::string_view text) {
  if (text == "viewer") return Role::viewer;
  if (text == "moderator") return Role::moderator;
  if (text == "broadcaster") return Role::broadcaster;
  if (text == "external") return Role::external;
  return std::nullopt;
}

// Seconds since 1970, up to the year 9999; a fraction is cut off at the millisecond.
std::optional<TimePoint> parse_numeric_date(Member const& member) {
  constexpr double latest = 253'402'300'799.0;
  if (member.kind != Member::Kind::number) return std::nullopt;
  if (!(member.number >= 0 && member.number <= latest)) return std::nullopt;
  return TimePoint{std::chrono::milliseconds{std::llround(std::floor(member.number * 1000.0))}};
}

// Checks each claim by itself; what they mean together is checked at the end.
struct ClaimsReceiver {
  TokenFault take(Member const& member) {
    if (member.name == "exp") return take_expiry(member);
    if (member.name == "opaque_user_id") return take_opaque_user_id(member);
    if (member.name == "channel_id") return take_channel(member);
    if (member.name == "role") return take_role(member);
    if (member.name == "user_id") return take_user_id(member);
    if (member.name == "is_unlinked") return take_is_unlinked(member);
    if (member.name == "nbf") return take_not_before(member);
    return {};
  }

  TokenFault take_expiry(Member const& member) {
    if (!once.first(Known::expiry)) return "duplicate exp";
    auto const time = parse_numeric_date(member);
    if (!time) return "exp is not a time";
    claims.expires_at = *time;
    return {};
  }
  TokenFault take_opaque_user_id(Member const& member) {
    if (!once.first(Known::opaque_user_id)) return "duplicate opaque_user_id";
    bool const good = member.kind == Member::Kind::text && is_printable(member.text, limits::opaque_id_bytes);
    if (!good) return "opaque_user_id is not 1 to 128 printable characters";
    claims.opaque_user_id = member.text;
    return {};
  }
  TokenFault take_channel(Member const& member) {
    if (!once.first(Known::channel)) return "duplicate channel_id";
    auto const channel = member.kind == Member::Kind::text ? parse_id<ChannelId>(member.text) : std::nullopt;
    if (!channel) return "channel_id is not a text of digits";
    claims.channel = *channel;
    return {};
  }
  TokenFault take_role(Member const& member) {
    if (!once.first(Known::role)) return "duplicate role";
    auto const role = member.kind == Member::Kind::text ? parse_role(member.text) : std::nullopt;
    if (!role) return "unknown role";
    claims.role = *role;
    return {};
  }
  TokenFault take_user_id(Member const& member) {
    if (!once.first(Known::user_id)) return "duplicate user_id";
    bool const good = member.kind == Member::Kind::text && is_printable(member.text, limits::opaque_id_bytes);
    if (!good) return "user_id is not a text";
    claims.user_id.emplace(member.text);
    return {};
  }
  // Twitch's schema says boolean, its samples show a text; nothing here depends on it.
  TokenFault take_is_unlinked(Member const& member) {
    if (!once.first(Known::unlinked)) return "duplicate is_unlinked";
    bool const good = member.kind == Member::Kind::boolean ||
                      (member.kind == Member::Kind::text && (member.text == "true" || member.text == "false"));
    return good ? TokenFault{} : TokenFault{"is_unlinked is not a boolean"};
  }
  TokenFault take_not_before(Member const& member) {
    if (!once.first(Known::not_before)) return "duplicate nbf";
    not_before = parse_numeric_date(member);
    return not_before ? TokenFault{} : TokenFault{"nbf is not a time"};
  }

  [[nodiscard]] TokenFault check_together(TimePoint now) const {
    if (!once.seen(Known::expiry)) return "exp is missing";
    if (!once.seen(Known::role)) return "role is missing";
    // Tokens of our own for endpoints that concern no channel have none; whoever comes from a page has one.
    if (!once.seen(Known::channel) && claims.role != Role::external) return "channel_id is missing";
    if (!once.seen(Known::opaque_user_id) && claims.role != Role::external) return "opaque_user_id is missing";
    if (now >= claims.expires_at + limits::token_leeway) return "expired";
    if (not_before && *not_before > now + limits::token_leeway) return "not valid yet";
    return {};
  }

  Claims& claims;
  std::optional<TimePoint> not_before;
  Once once;
};

}  // namespace

TokenFault check_header(std::string_view text) {
  HeaderReceiver receiver;
  TokenFault const fault = read(text, receiver);
  if (!fault.empty()) return fault;
  return receiver.has_algorithm ? TokenFault{} : TokenFault{"alg is missing"};
}

TokenFault read_claims(std::string_view text, TimePoint now, Claims& claims) {
  ClaimsReceiver receiver{claims, {}, {}};
  TokenFault const fault = read(text, receiver);
  return fault.empty() ? receiver.check_together(now) : fault;
}

}  // namespace shipvote::twitch
