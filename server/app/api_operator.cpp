#include "app/api_operator.h"

#include "app/shared_figures.h"

namespace shipvote::app {
namespace {

void collect_courier(Samples& samples, service::CourierFigures const& courier) {
  counter(samples, "shipvote_edge_batches_total", "Batches of ballots sent to shipvote-web.", courier.batches);
  counter(samples, "shipvote_edge_batched_ballots_total", "Ballots in them.", courier.ballots);
  counter(samples, "shipvote_edge_batch_failures_total",
          "Batches that shipvote-web did not answer; their ballots were refused with 503.", courier.failed_batches);
  counter(samples, "shipvote_edge_ballots_given_up_total", "Ballots that waited too long for a batch to leave in.",
          courier.given_up);
  counter(samples, "shipvote_edge_second_ballots_total", "Second ballots refused without asking shipvote-web.",
          courier.answered_here);
  gauge(samples, "shipvote_ballots_waiting", "Ballots that wait for shipvote-web.", courier.waiting);
  gauge(samples, "shipvote_edge_voters_remembered", "Voters of open votes, to refuse second ballots.",
        courier.voters_remembered);
}

void collect_feed(Samples& samples, OperatedEdge const& edge) {
  auto const feed = edge.feed.figures();
  counter(samples, "shipvote_edge_feed_answers_total", "Answers about changes from shipvote-web.", feed.answers);
  counter(samples, "shipvote_edge_feed_failures_total", "Questions about changes without a usable answer.",
          feed.failures);
  counter(samples, "shipvote_edge_feed_resets_total", "How often all votes and channels were read.", feed.resets);
  gauge(samples, "shipvote_edge_in_step", "1 while this edge knows what shipvote-web knows.",
        edge.feed.in_step() ? 1 : 0);
  gauge(samples, "shipvote_edge_sends_messages", "1 while this edge sends the live messages of its share.",
        edge.mirror.sends() ? 1 : 0);
}

std::string sending(OperatedEdge const& edge) {
  auto const side = edge.mirror.live_messages();
  std::string text = "edge " + edge.settings.name + " of share " + edge.settings.share.text();
  if (!edge.mirror.complete()) return text + " does not know yet who sends live messages";
  if (side == ops::LiveMessages::edges) {
    return text + (edge.mirror.silent() ? " sends no live messages until shipvote-web answers again"
                                        : " sends the live messages of its share");
  }
  return text + " sends no live messages; they are sent by " +
         (side == ops::LiveMessages::web ? "shipvote-web" : "nobody");
}

}  // namespace

void collect_edge(ops::Metrics& metrics, OperatedEdge const& edge) {
  metrics.add([edge](Samples& samples) {
    collect_ballots(samples, "shipvote_ballots_total", "Ballots by what became of them.", edge.ballots.figures());
    collect_courier(samples, edge.courier.figures());
    collect_feed(samples, edge);
    counter(samples, "shipvote_edge_forwarded_total", "Openings and closes that shipvote-web answered.",
            edge.forwarded.forwarded);
    counter(samples, "shipvote_edge_forward_failures_total", "Openings and closes without an answer.",
            edge.forwarded.failed);
    collect_http(samples, "public", edge.server.figures());
    collect_messages(samples, edge.live);
    counter(samples, "shipvote_secret_rejections_total", "Tokens of ours that Twitch refused.",
            edge.secrets.rejections());
    collect_client(samples, edge.client.figures());
    gauge(samples, "shipvote_channels", "Channels set up.", edge.channels.size());
    gauge(samples, "shipvote_open_votes", "Votes that are open.", edge.votes.open_votes().size());
  });
  metrics.add(ops::collect_process);
}

void check_edge(ops::Health& ready, OperatedEdge const& edge) {
  ready.add("accepting", [&draining = edge.draining]() -> Outcome<void> {
    if (draining) return Refusal{RefusalCode::overloaded, "the server is stopping"};
    return {};
  });
  ready.add("in_step", [&feed = edge.feed]() -> Outcome<void> {
    if (feed.in_step()) return {};
    return Refusal{RefusalCode::storage_failed, "shipvote-web does not answer; see edge.web_url and internal.secret"};
  });
  ready.add_note("live_messages", [edge] { return sending(edge); });
}

}  // namespace shipvote::app
