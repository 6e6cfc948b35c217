#include "app/shared_figures.h"

#include <array>
#include <string_view>
#include <utility>

namespace shipvote::app {

void counter(Samples& samples, std::string name, std::string help, std::uint64_t value, ops::Labels labels) {
  samples.emplace_back(std::move(name), std::move(help), ops::MetricKind::counter, static_cast<double>(value),
                       std::move(labels));
}

void gauge(Samples& samples, std::string name, std::string help, std::uint64_t value, ops::Labels labels) {
  samples.emplace_back(std::move(name), std::move(help), ops::MetricKind::gauge, static_cast<double>(value),
                       std::move(labels));
}

void collect_ballots(Samples& samples, std::string const& name, std::string const& help,
                     service::BallotFigures const& ballots) {
  auto const add = [&](std::string_view verdict, std::uint64_t value) {
    counter(samples, name, help, value, {{"verdict", std::string{verdict}}});
  };
  add("accepted", ballots.accepted);
  add("already_voted", ballots.already_voted);
  add("vote_closed", ballots.vote_closed);
  add("vote_not_found", ballots.vote_not_found);
  add("ship_not_on_vote", ballots.ship_not_on_vote);
  add("login_required", ballots.login_required);
  add("overloaded", ballots.overloaded);
  add("storage_failed", ballots.storage_failed);
  add("outcome_unknown", ballots.outcome_unknown);
}

void collect_http(Samples& samples, std::string const& listener, http::ServerFigures const& server) {
  ops::Labels const labels{{"listener", listener}};
  auto const count = [&](std::string name, std::string help, std::uint64_t value) {
    counter(samples, std::move(name), std::move(help), value, labels);
  };
  auto const with = [&](ops::Labels further) {
    further.insert(further.begin(), labels.begin(), labels.end());
    return further;
  };
  count("shipvote_http_requests_total", "Requests taken.", server.requests);
  for (auto const& route : server.routes) {
    counter(samples, "shipvote_http_route_requests_total", "Requests by the route that took them.", route.requests,
            with({{"method", std::string{http::method_text(route.method)}}, {"route", route.pattern}}));
  }
  for (std::size_t hundreds = 1; hundreds < server.answers_by_class.size(); ++hundreds) {
    counter(samples, "shipvote_http_answers_total", "Answers by class of status.", server.answers_by_class[hundreds],
            with({{"class", std::to_string(hundreds) + "xx"}}));
  }
  gauge(samples, "shipvote_http_connections", "Connections open.", server.connections_open, labels);
  gauge(samples, "shipvote_http_streams", "Event streams open.", server.streams_open, labels);
  count("shipvote_http_streams_cut_off_total", "Event streams whose listener fell behind.", server.streams_cut_off);
  count("shipvote_http_connections_refused_total", "Connections above the limit.", server.connections_refused);
  count("shipvote_http_accept_failures_total", "Connections that the system could not accept.", server.accept_failures);
  count("shipvote_http_timeouts_total", "Senders, handlers and listeners that were too slow.", server.timeouts);
  count("shipvote_http_malformed_total", "Requests refused before a handler saw them.", server.malformed);
  count("shipvote_http_handler_failures_total", "Requests answered with 500.", server.handler_failures);
}

void collect_messages(Samples& samples, service::LiveUpdates const& updates) {
  auto const messages = updates.message_figures();
  auto const segments = updates.segment_figures();
  for (std::size_t verdict = 0; verdict < live::send_verdicts; ++verdict) {
    std::string const text{live::send_verdict_text(static_cast<live::SendVerdict>(verdict))};
    for (std::size_t type = 0; type < live::message_types; ++type) {
      counter(samples, "shipvote_live_messages_total", "Live messages by type and what Twitch said.",
              messages.messages[type][verdict],
              {{"type", std::string{live::message_type_text(static_cast<live::MessageType>(type))}}, {"result", text}});
    }
    counter(samples, "shipvote_segment_writes_total", "Configuration segments written, by what Twitch said.",
            segments.writes[verdict], {{"result", text}});
  }
  counter(samples, "shipvote_live_messages_late_total", "Live messages that Twitch took later than it should.",
          messages.late);
  counter(samples, "shipvote_live_messages_given_up_total", "Closing messages that never got through.",
          messages.given_up);
  counter(samples, "shipvote_live_messages_shortened_total", "Live messages without room for all ships.",
          messages.shortened);
  counter(samples, "shipvote_live_message_faults_total", "Live messages that could not be written or handed over.",
          messages.faults);
  counter(samples, "shipvote_live_channels_refused_total", "Votes not told because too many channels were.",
          messages.refused_channels);
  counter(samples, "shipvote_segment_channels_refused_total", "Segments not kept because too many channels were.",
          segments.refused_channels);
  counter(samples, "shipvote_segments_unread_total", "Segments put off, because the last result could not be read.",
          segments.unread);
  counter(samples, "shipvote_segments_given_up_total", "Segments that Twitch calls invalid.", segments.given_up);
  counter(samples, "shipvote_segment_faults_total", "Segments that could not be written or handed over.",
          segments.faults);
  gauge(samples, "shipvote_live_channels", "Channels that are being told something.", messages.channels);
  gauge(samples, "shipvote_segment_channels",
        "Channels with an open vote, or with a segment that was written just now or waits for it.", segments.channels);
}

void collect_client(Samples& samples, http::ClientFigures const& client) {
  counter(samples, "shipvote_outgoing_calls_total", "Calls out over HTTP.", client.calls);
  counter(samples, "shipvote_outgoing_failures_total", "Calls out that got no answer.", client.failures);
  counter(samples, "shipvote_outgoing_connections_total", "Connections made for calls out.", client.connections);
  gauge(samples, "shipvote_outgoing_in_flight", "Calls out under way.", client.in_flight);
}

}  // namespace shipvote::app
