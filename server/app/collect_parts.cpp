// What the parts of shipvote-web count, under the names that dashboards use.
#include <string_view>

#include "app/operator_routes.h"

namespace shipvote::app {
namespace {

using ops::Labels;
using ops::MetricKind;
using ops::Sample;
using Samples = std::vector<Sample>;

void counter(Samples& samples, std::string name, std::string help, std::uint64_t value, Labels labels = {}) {
  samples.emplace_back(std::move(name), std::move(help), MetricKind::counter, static_cast<double>(value),
                       std::move(labels));
}

void gauge(Samples& samples, std::string name, std::string help, std::uint64_t value, Labels labels = {}) {
  samples.emplace_back(std::move(name), std::move(help), MetricKind::gauge, static_cast<double>(value),
                       std::move(labels));
}

void collect_ballots(Samples& samples, service::BallotFigures const& ballots) {
  auto const add = [&samples](std::string_view verdict, std::uint64_t value) {
    counter(samples, "shipvote_ballots_total", "Ballots by what became of them.", value,
            {{"verdict", std::string{verdict}}});
  };
  add("accepted", ballots.accepted);
  add("already_voted", ballots.already_voted);
  add("vote_closed", ballots.vote_closed);
  add("vote_not_found", ballots.vote_not_found);
  add("ship_not_on_vote", ballots.ship_not_on_vote);
  add("login_required", ballots.login_required);
  add("overloaded", ballots.overloaded);
  add("storage_failed", ballots.storage_failed);
}

void collect_store(Samples& samples, store::StoreFigures const& store) {
  counter(samples, "shipvote_commits_total", "Commits of the ledger.", store.commits);
  counter(samples, "shipvote_commit_failures_total", "Commits that failed; their ballots were refused.",
          store.failed_commits);
  samples.emplace_back("shipvote_commit_seconds_total", "Time spent in commits.", MetricKind::counter,
                       store.commit_seconds);
  gauge(samples, "shipvote_ballots_waiting", "Ballots that wait for a commit.", store.ballots_waiting);
  gauge(samples, "shipvote_voters_in_memory", "Voters of open votes.", store.voters_in_memory);
}

void collect_votes(Samples& samples, service::VoteFigures const& votes) {
  counter(samples, "shipvote_votes_opened_total", "Votes opened.", votes.opened);
  counter(samples, "shipvote_votes_closed_total", "Votes closed.", votes.closed);
  counter(samples, "shipvote_recounts_total", "Closed votes recounted, by result; wrong must stay 0.",
          votes.recounts_exact, {{"result", "exact"}});
  counter(samples, "shipvote_recounts_total", "Closed votes recounted, by result; wrong must stay 0.",
          votes.recounts_wrong, {{"result", "wrong"}});
}

void collect_http(Samples& samples, http::ServerFigures const& server) {
  counter(samples, "shipvote_http_requests_total", "Requests taken.", server.requests);
  for (std::size_t hundreds = 1; hundreds < server.answers_by_class.size(); ++hundreds) {
    counter(samples, "shipvote_http_answers_total", "Answers by class of status.", server.answers_by_class[hundreds],
            {{"class", std::to_string(hundreds) + "xx"}});
  }
  gauge(samples, "shipvote_http_connections", "Connections open.", server.connections_open);
  counter(samples, "shipvote_http_connections_refused_total", "Connections above the limit.",
          server.connections_refused);
  counter(samples, "shipvote_http_accept_failures_total", "Connections that the system could not accept.",
          server.accept_failures);
  counter(samples, "shipvote_http_timeouts_total", "Senders, handlers and listeners that were too slow.",
          server.timeouts);
  counter(samples, "shipvote_http_malformed_total", "Requests refused before a handler saw them.", server.malformed);
  counter(samples, "shipvote_http_handler_failures_total", "Requests answered with 500.", server.handler_failures);
}

void collect_twitch(Samples& samples, OperatedParts const& parts) {
  static constexpr std::array<std::string_view, live::send_verdicts> verdicts{"accepted", "rate_limited", "rejected",
                                                                              "too_large", "failed"};
  auto const messages = parts.live.message_figures();
  auto const segments = parts.live.segment_figures();
  for (std::size_t verdict = 0; verdict < verdicts.size(); ++verdict) {
    for (std::size_t type = 0; type < live::message_types; ++type) {
      counter(samples, "shipvote_live_messages_total", "Live messages by type and what Twitch said.",
              messages.messages[type][verdict],
              {{"type", std::string{live::message_type_text(static_cast<live::MessageType>(type))}},
               {"result", std::string{verdicts[verdict]}}});
    }
    counter(samples, "shipvote_segment_writes_total", "Configuration segments written, by what Twitch said.",
            segments.writes[verdict], {{"result", std::string{verdicts[verdict]}}});
  }
  counter(samples, "shipvote_live_messages_late_total", "Live messages that left later than they should.",
          messages.late);
  counter(samples, "shipvote_live_messages_given_up_total", "Closing messages that never got through.",
          messages.given_up);
  gauge(samples, "shipvote_live_channels", "Channels that are being told something.", messages.channels);
  counter(samples, "shipvote_secret_rejections_total", "Tokens of ours that Twitch refused.",
          parts.secrets.rejections());
}

void collect_outside(Samples& samples, OperatedParts const& parts) {
  auto const client = parts.client.figures();
  counter(samples, "shipvote_outgoing_calls_total", "Calls out over HTTP.", client.calls);
  counter(samples, "shipvote_outgoing_failures_total", "Calls out that got no answer.", client.failures);
  gauge(samples, "shipvote_outgoing_in_flight", "Calls out under way.", client.in_flight);
  auto const wargaming = parts.wargaming.figures();
  counter(samples, "shipvote_wargaming_calls_total", "Calls of the Wargaming API.", wargaming.calls);
  counter(samples, "shipvote_wargaming_limit_hits_total", "Calls above Wargaming's limit.", wargaming.limit_hits);
  counter(samples, "shipvote_wargaming_outages_total", "Calls that met an outage or got no answer.",
          wargaming.outages + wargaming.no_answers);
  counter(samples, "shipvote_wargaming_key_refusals_total", "Calls refused for our key or address.",
          wargaming.key_refusals);
  if (parts.refresh == nullptr) return;
  auto const refresh = parts.refresh->figures();
  counter(samples, "shipvote_fleet_refreshes_total", "Fleets fetched.", refresh.fleet_refreshes);
  counter(samples, "shipvote_fleet_refresh_failures_total", "Fleets that could not be fetched.",
          refresh.fleet_failures);
  counter(samples, "shipvote_garage_refreshes_total", "Garages fetched.", refresh.garage_refreshes);
  counter(samples, "shipvote_garage_refresh_failures_total", "Garages that could not be fetched.",
          refresh.garage_failures);
}

}  // namespace

void collect_parts(ops::Metrics& metrics, OperatedParts const& parts) {
  metrics.add([parts](Samples& samples) {
    collect_ballots(samples, parts.ballots.figures());
    collect_votes(samples, parts.votes.figures());
    collect_store(samples, parts.store.figures());
    collect_http(samples, parts.server.figures());
    collect_twitch(samples, parts);
    collect_outside(samples, parts);
    gauge(samples, "shipvote_channels", "Channels set up.", parts.channels.size());
    gauge(samples, "shipvote_warships", "Ships known.", parts.fleet.get()->ships().size());
  });
  metrics.add(ops::collect_process);
}

}  // namespace shipvote::app
