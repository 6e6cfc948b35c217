// Figures of the parts that shipvote-web and shipvote-api have in common, under the names that dashboards use.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "http/client.h"
#include "http/server.h"
#include "ops/metrics.h"
#include "service/ballot_desk.h"
#include "service/live_updates.h"

namespace shipvote::app {

using Samples = std::vector<ops::Sample>;

void counter(Samples& samples, std::string name, std::string help, std::uint64_t value, ops::Labels labels = {});
void gauge(Samples& samples, std::string name, std::string help, std::uint64_t value, ops::Labels labels = {});

void collect_ballots(Samples& samples, std::string const& name, std::string const& help,
                     service::BallotFigures const& ballots);
// Of one listener: "public" or "internal".
void collect_http(Samples& samples, std::string const& listener, http::ServerFigures const& server);
void collect_messages(Samples& samples, service::LiveUpdates const& updates);
void collect_client(Samples& samples, http::ClientFigures const& client);

}  // namespace shipvote::app
