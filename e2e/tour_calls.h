// The calls that the tour makes: to shipvote-web as a streamer and a viewer, to the simulator as a tester.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "e2e/api_client.h"
#include "foundation/ids.h"
#include "http/client.h"
#include "live/packed.h"
#include "store/store.h"

namespace shipvote::e2e {

struct TourPlaces {
  std::string web_url;                 // without a slash at the end
  std::string simulator_url;           // the same
  std::vector<std::string> edge_urls;  // the same; none: everybody goes to shipvote-web
  std::filesystem::path data_folder;   // of shipvote-web
  std::string channel = "4711";
};

// Every function throws std::runtime_error when there is no answer at all. One thread.
class TourCalls {
 public:
  // Asks the simulator for the secret that signs tokens.
  explicit TourCalls(TourPlaces places);

  // Of the tour's channel.
  [[nodiscard]] std::string broadcaster() const { return token(places_.channel, "broadcaster"); }
  [[nodiscard]] std::string viewer() const { return token(places_.channel, "viewer"); }
  [[nodiscard]] std::string token(std::string const& channel, std::string const& role) const;
  [[nodiscard]] std::string const& secret() const noexcept { return secret_; }  // decoded

  [[nodiscard]] std::string votes_path() const { return "/api/channels/" + places_.channel + "/votes"; }
  [[nodiscard]] std::string vote_path(VoteId vote) const { return votes_path() + "/" + vote.text(); }

  // Where votes are opened and closed: the first edge, or shipvote-web where there is none.
  [[nodiscard]] std::string const& control_url() const noexcept {
    return places_.edge_urls.empty() ? places_.web_url : places_.edge_urls.front();
  }
  // Where ballots go: every edge, or shipvote-web.
  [[nodiscard]] std::vector<std::string> ballot_urls() const {
    return places_.edge_urls.empty() ? std::vector{places_.web_url} : places_.edge_urls;
  }

  Answer send(std::string const& base, std::string const& method, std::string const& path,
              std::string const& token_text = {}, std::optional<boost::json::value> const& body = {});
  Answer web(std::string const& method, std::string const& path, std::string const& token_text = {},
             std::optional<boost::json::value> const& body = {});
  Answer show_vote(VoteId vote) { return web("GET", vote_path(vote), viewer()); }
  Answer close_vote(VoteId vote);
  Answer set_up_channel(std::string const& account_name);
  Answer simulator(std::string const& path);
  // What the channel's developer segment at Twitch says; nothing when there is none (yet), or when it
  // may not be read so often.
  [[nodiscard]] std::optional<live::Unpacked> segment();

  // The stored data, beside the running server.
  [[nodiscard]] std::unique_ptr<store::Store> stored() const;

  [[nodiscard]] TourPlaces const& places() const noexcept { return places_; }
  [[nodiscard]] std::uint64_t requests() const noexcept { return requests_; }

 private:
  TourPlaces places_;
  std::unique_ptr<http::Client> client_;
  std::string secret_;
  std::string client_id_;
  std::string owner_;
  std::uint64_t requests_ = 0;
};

}  // namespace shipvote::e2e
