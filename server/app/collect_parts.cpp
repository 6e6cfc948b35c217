// What the parts of shipvote-web count, under the names that dashboards use.
#include <string_view>

#include "app/operator_routes.h"
#include "app/shared_figures.h"

namespace shipvote::app {
namespace {

void collect_store(Samples& samples, store::StoreFigures const& store) {
  counter(samples, "shipvote_commits_total", "Commits of the ledger.", store.commits);
  counter(samples, "shipvote_commit_failures_total", "Commits that failed; their ballots were refused.",
          store.failed_commits);
  samples.emplace_back("shipvote_commit_seconds_total", "Time spent in commits.", ops::MetricKind::counter,
                       store.commit_seconds);
  counter(samples, "shipvote_own_ballot_questions_total", "Questions of viewers about their ballot, of open votes.",
          store.questions);
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

void collect_twitch(Samples& samples, OperatedParts const& parts) {
  collect_messages(samples, parts.live);
  auto const chat = parts.chat.figures();
  counter(samples, "shipvote_chat_lines_total", "Results told in the chat: handed to Twitch.", chat.sent);
  counter(samples, "shipvote_chat_line_failures_total", "Results for the chat that Twitch did not take.", chat.failed);
  counter(samples, "shipvote_chat_lines_held_back_total", "Results for the chat above its limit, or too late.",
          chat.held_back);
  counter(samples, "shipvote_secret_rejections_total", "Tokens of ours that Twitch refused.",
          parts.secrets.rejections());
}

void collect_listeners(Samples& samples, service::ListenerFigures const& listeners) {
  gauge(samples, "shipvote_live_listeners", "Listeners of event streams.", listeners.listeners);
  counter(samples, "shipvote_live_listeners_refused_total", "Listeners for whom there was no place.",
          listeners.refused);
  counter(samples, "shipvote_live_events_total", "Events of event streams, each for all listeners of a channel.",
          listeners.events);
  counter(samples, "shipvote_live_events_sent_total", "Events handed to listeners.", listeners.sent);
  counter(samples, "shipvote_live_events_unread_total", "Events put off, because the last result could not be read.",
          listeners.unread);
}

void collect_outside(Samples& samples, OperatedParts const& parts) {
  collect_client(samples, parts.client.figures());
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

void collect_edges(Samples& samples, OperatedParts const& parts) {
  auto const batches = parts.batches.figures();
  counter(samples, "shipvote_batches_total", "Batches of ballots that edges brought.", batches.batches);
  counter(samples, "shipvote_batches_refused_total", "Batches of ballots that could not be read.", batches.refused);
  counter(samples, "shipvote_batches_late_total", "Batches of ballots that came too late to be taken.", batches.late);
  collect_ballots(samples, "shipvote_batched_ballots_total", "Ballots that edges brought, by what became of them.",
                  batches.ballots);
  gauge(samples, "shipvote_edges", "Edges that ask for changes.", parts.feed.edges().present().size());
  gauge(samples, "shipvote_edge_shares_wrong",
        "1 while a share of the channels has no edge, or two, to send its live messages.",
        parts.feed.edges().look().empty() ? 0 : 1);
}

}  // namespace

void collect_parts(ops::Metrics& metrics, OperatedParts const& parts) {
  metrics.add([parts](Samples& samples) {
    collect_ballots(samples, "shipvote_ballots_total", "Ballots by what became of them.", parts.ballots.figures());
    collect_votes(samples, parts.votes.figures());
    collect_store(samples, parts.store.figures());
    collect_http(samples, "public", parts.server.figures());
    if (parts.internal_server != nullptr) collect_http(samples, "internal", parts.internal_server->figures());
    collect_twitch(samples, parts);
    collect_listeners(samples, parts.listeners.figures());
    collect_outside(samples, parts);
    collect_edges(samples, parts);
    gauge(samples, "shipvote_channels", "Channels set up.", parts.channels.size());
    gauge(samples, "shipvote_warships", "Ships known.", parts.fleet.get()->ships().size());
  });
  metrics.add(ops::collect_process);
}

}  // namespace shipvote::app
