// Votes of the past as clients read them, and as files to keep.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "fleet/fleet.h"
#include "service/history_desk.h"
#include "voting/vote.h"
#include "web/csv.h"

namespace shipvote::web {

// One line of the list: without the ships that have few ballots or none.
[[nodiscard]] boost::json::object history_entry_json(voting::Vote const& vote);
[[nodiscard]] boost::json::object curve_json(service::VoteCurve const& curve);

// Everything about one vote, with the names of its ships. No file says anything about single viewers.
[[nodiscard]] std::string vote_as_json(service::HistoryDesk::Told const& told, fleet::Fleet const& fleet);
[[nodiscard]] std::string vote_as_csv(voting::Vote const& vote, fleet::Fleet const& fleet);

// A table with a line a vote.
[[nodiscard]] CsvTable history_table();
void add_history_line(CsvTable& table, voting::Vote const& vote, fleet::Fleet const& fleet);

}  // namespace shipvote::web
