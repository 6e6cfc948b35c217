// Requests as bytes, ready before the clock starts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/ids.h"
#include "foundation/time.h"

namespace shipvote::bench {

// Many requests, one after the other in memory.
class PreparedRequests {
 public:
  void reserve(std::size_t requests, std::size_t bytes_each);
  void add(std::string_view request);

  [[nodiscard]] std::size_t size() const noexcept { return ends_.size(); }
  [[nodiscard]] std::string_view operator[](std::size_t at) const noexcept {
    std::size_t const begin = at == 0 ? 0 : ends_[at - 1];
    return std::string_view{bytes_}.substr(begin, ends_[at] - begin);
  }

 private:
  std::string bytes_;
  std::vector<std::size_t> ends_;
};

// One request as a browser's view would send it, reduced to what a server looks at. An empty token or body is left out.
[[nodiscard]] std::string request_bytes(std::string_view method, std::string_view path, std::string_view token = {},
                                        std::string_view body = {});

// Tokens of one channel, signed with the secret that the server checks against.
class TokenMint {
 public:
  TokenMint(ChannelId channel, std::string secret, TimePoint expires_at);

  [[nodiscard]] std::string broadcaster() const;
  [[nodiscard]] std::string viewer(std::uint64_t number) const;  // logged in, another person for every number
  [[nodiscard]] ChannelId channel() const noexcept { return channel_; }

 private:
  ChannelId channel_;
  std::string secret_;
  TimePoint expires_at_;
};

// What a round of ballots is cast on.
struct BallotBox {
  VoteId vote;
  std::vector<ShipId> ships;
};

// `count` ballots of the viewers first_viewer, first_viewer + 1, …, over the ships in turn. About 600 bytes each.
[[nodiscard]] PreparedRequests ballot_requests(TokenMint const& mint, BallotBox const& box, std::uint64_t first_viewer,
                                               std::size_t count);

}  // namespace shipvote::bench
