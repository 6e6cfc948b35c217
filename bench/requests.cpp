#include "bench/requests.h"

#include <cstdio>
#include <utility>

#include "twitch/token.h"

namespace shipvote::bench {

void PreparedRequests::reserve(std::size_t requests, std::size_t bytes_each) {
  ends_.reserve(requests);
  bytes_.reserve(requests * bytes_each);
}

void PreparedRequests::add(std::string_view request) {
  bytes_.append(request);
  ends_.push_back(bytes_.size());
}

std::string request_bytes(std::string_view method, std::string_view path, std::string_view token,
                          std::string_view body) {
  std::string request;
  request.append(method).append(" ").append(path).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
  if (!token.empty()) request.append("Authorization: Bearer ").append(token).append("\r\n");
  if (!body.empty()) {
    request.append("Content-Type: application/json\r\nContent-Length: ").append(std::to_string(body.size()));
    request.append("\r\n");
  }
  request.append("\r\n").append(body);
  return request;
}

TokenMint::TokenMint(ChannelId channel, std::string secret, TimePoint expires_at)
    : channel_(channel), secret_(std::move(secret)), expires_at_(expires_at) {}

std::string TokenMint::broadcaster() const {
  twitch::TokenContent content;
  content.channel_id = channel_.text();
  content.role = "broadcaster";
  content.opaque_user_id = "U" + channel_.text();
  content.user_id = channel_.text();
  content.listen = {"broadcast", "whisper-" + content.opaque_user_id, "global"};
  content.send = {"broadcast", "whisper-*"};
  content.is_unlinked = false;
  content.expires_at = expires_at_;
  return twitch::sign_token(content, secret_);
}

std::string TokenMint::viewer(std::uint64_t number) const {
  twitch::TokenContent content;
  content.channel_id = channel_.text();
  content.role = "viewer";
  // As long as Twitch's own opaque ids, and spread over all of its length rather than counted up at the end.
  char opaque[24];
  auto const spread = static_cast<unsigned long long>(number * 0x9E37'79B9'7F4A'7C15ULL);
  std::snprintf(opaque, sizeof opaque, "UG%016llX", spread);
  content.opaque_user_id = opaque;
  content.listen = {"broadcast", "whisper-" + content.opaque_user_id, "global"};
  content.is_unlinked = false;
  content.expires_at = expires_at_;
  return twitch::sign_token(content, secret_);
}

PreparedRequests ballot_requests(TokenMint const& mint, BallotBox const& box, std::uint64_t first_viewer,
                                 std::size_t count) {
  std::string const path = "/api/channels/" + mint.channel().text() + "/votes/" + box.vote.text() + "/submit";
  PreparedRequests requests;
  requests.reserve(count, 600);
  for (std::uint64_t viewer = first_viewer; viewer < first_viewer + count; ++viewer) {
    auto const ship = box.ships[viewer % box.ships.size()];
    requests.add(request_bytes("POST", path, mint.viewer(viewer), "{\"ship_id\":" + ship.text() + "}"));
  }
  return requests;
}

}  // namespace shipvote::bench
