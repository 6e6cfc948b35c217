// Votes, warships and channels as clients read them (docs/platforms/old-clients.md,
// "Votes, warships and channels").
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "fleet/fleet.h"
#include "service/channel_board.h"
#include "twitch/token.h"
#include "voting/vote.h"
#include "voting/warship.h"

namespace shipvote::web {

// Who will read a vote: counts that viewers may not see yet are left out for everyone but the broadcaster.
enum class Reader { anyone, broadcaster };
[[nodiscard]] Reader reader_with(twitch::Claims const& claims);
// True for an open vote whose result is not for viewers yet.
[[nodiscard]] bool hidden_from(Reader reader, voting::Vote const& vote);

[[nodiscard]] boost::json::object vote_json(voting::Vote const& vote, Reader reader);
// `"votes":{…},"ballots":n` as a part of an object: what a viewer may see of the counts, empty and 0 where hidden.
[[nodiscard]] std::string counts_text(voting::Vote const& vote, bool has_voted);
[[nodiscard]] boost::json::object warship_json(voting::Warship const& ship);
// What anyone may know of a channel.
[[nodiscard]] boost::json::object public_channel_json(service::ChannelView const& view, fleet::Fleet const& fleet);
// All settings, for the broadcaster.
[[nodiscard]] boost::json::object channel_json(service::ChannelView const& view, fleet::Fleet const& fleet);

}  // namespace shipvote::web
