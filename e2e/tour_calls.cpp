#include "e2e/tour_calls.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <stdexcept>
#include <utility>

#include "foundation/base64.h"
#include "live/segment.h"
#include "sim/mint.h"

namespace shipvote::e2e {

namespace json = boost::json;

TourCalls::TourCalls(TourPlaces places) : places_(std::move(places)), client_(http::Client::start({})) {
  auto const state = simulator("/control/state");
  client_id_ = state.string_at("/client_id");
  owner_ = state.string_at("/owner_user_id");
  auto const secret = base64_decoded(simulator("/control/secrets").string_at("/secrets/0/content"));
  if (!secret) throw std::runtime_error("the simulator's secret cannot be read");
  secret_ = *secret;
}

std::string TourCalls::token(std::string const& channel, std::string const& role) const {
  std::string const opaque_id = role == "broadcaster" ? "U" + channel : sim::viewer_name(1);
  sim::TokenWish wish{channel, role, role == "external" ? "" : opaque_id};
  if (role == "external") wish.user_id = owner_;
  return sim::mint_token(wish, secret_, SystemTime{}.now());
}

Answer TourCalls::web(std::string const& method, std::string const& path, std::string const& token_text,
                      std::optional<json::value> const& body) {
  return send(places_.web_url, method, path, token_text, body);
}

Answer TourCalls::send(std::string const& base, std::string const& method, std::string const& path,
                       std::string const& token_text, std::optional<json::value> const& body) {
  Call call{method, path};
  call.token = token_text;
  if (body) call.body = json::serialize(*body);
  ++requests_;
  return answer_to(*client_, base, call);
}

Answer TourCalls::close_vote(VoteId vote) {
  return send(control_url(), "PATCH", vote_path(vote) + "/status", broadcaster(), json::object{{"status", "closed"}});
}

Answer TourCalls::set_up_channel(std::string const& account_name) {
  return web("POST", "/api/settings/channels", broadcaster(),
             json::object{{"id", places_.channel},
                          {"wows_username", account_name},
                          {"wows_realm", "eu"},
                          {"anonymous_may_vote", false},
                          {"ships", json::array{}}});
}

Answer TourCalls::simulator(std::string const& path) {
  ++requests_;
  return answer_to(*client_, places_.simulator_url, Call{"GET", path});
}

std::optional<live::Unpacked> TourCalls::segment() {
  Call call{"GET", "/helix/extensions/configurations?segment=developer&broadcaster_id=" + places_.channel +
                       "&extension_id=" + client_id_};
  call.token = token(places_.channel, "external");
  call.headers = {{"Client-Id", client_id_}};
  ++requests_;
  auto const answer = answer_to(*client_, places_.simulator_url, call);
  if (answer.status == 429) return std::nullopt;
  if (answer.status != 200) throw std::runtime_error("the segment cannot be read: " + answer.text());
  if (answer.data().as_array().empty()) return std::nullopt;
  return live::decode_segment(answer.string_at("/data/0/content"));
}

std::unique_ptr<store::Store> TourCalls::stored() const {
  store::SqliteSettings settings;
  settings.folder = places_.data_folder.string();
  settings.read_only = true;
  auto opened = store::open_sqlite_store(settings);
  if (!opened) throw std::runtime_error(opened.refusal().message);
  return std::move(opened).value();
}

}  // namespace shipvote::e2e
