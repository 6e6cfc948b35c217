#include "service/edge_mirror.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "foundation/limits.h"
#include "foundation/log.h"

namespace shipvote::service {

using voting::Vote;
using voting::VoteState;

EdgeMirror::EdgeMirror(Parts parts) : parts_(std::move(parts)) { parts_.channels.set_complete(false); }

void EdgeMirror::take(Changes const& page) {
  if (page.reset) begin_reading_all(page.place.run);
  // Channels first: what viewers are told of a vote holds its channel's settings.
  for (auto const& channel : page.channels) take_channel(channel);
  for (ChannelId const channel : page.channels_gone) remove_channel(channel);
  if (page.live_messages != live_messages_ || silent_) change_sides(page.live_messages);
  for (auto const& vote : page.votes) take_vote(vote);
  for (auto const& tally : page.tallies) take_tally(tally);
  if (reading_all_ && !page.more) finish_reading_all();
  if (std::exchange(some_ended_, false)) parts_.votes_ended();
}

void EdgeMirror::begin_reading_all(std::string const& run) {
  reading_all_ = true;
  found_votes_.clear();
  found_channels_.clear();
  missing_.clear();
  parts_.channels.set_complete(false);
  if (!run_.empty() && run_ != run) parts_.run_changed();
  run_ = run;
}

// Before this page's votes are taken up: those which are known already change hands here.
void EdgeMirror::change_sides(ops::LiveMessages side) {
  log::info("live_messages_side", {{"side", ops::live_messages_text(side)}, {"share", parts_.share.text()}});
  bool const sent = sends();
  live_messages_ = side;
  silent_ = false;
  if (sent && !sends()) say_no_more();
  if (sent || !sends()) return;
  for (auto const& view : parts_.votes.open_votes()) {
    if (parts_.share.has(view->channel())) parts_.telling.resumed(view->vote());
  }
}

void EdgeMirror::fall_silent() {
  bool const sent = sends();
  silent_ = true;
  if (!sent) return;
  log::error("live_messages_stopped", {{"share", parts_.share.text()}, {"reason", "shipvote-web does not answer"}});
  say_no_more();
}

void EdgeMirror::say_no_more() {
  std::set<ChannelId> channels;
  for (auto const& view : parts_.channels.all()) channels.insert(view->channel.id);
  for (auto const& view : parts_.votes.open_votes()) channels.insert(view->channel());  // of a channel that is gone
  for (ChannelId const channel : channels) {
    if (parts_.share.has(channel)) parts_.telling.forgotten(channel);
  }
}

void EdgeMirror::take_vote(Vote const& vote) {
  if (reading_all_) found_votes_.insert(vote.id);
  auto known = parts_.votes.find(vote.id);
  bool const replaced = known && replaces(vote, *known);
  if (replaced) {
    forget(*known);
    known.reset();
  }
  if (vote.state == VoteState::open && known) {
    take_change(vote, *known);
  } else if (vote.state == VoteState::open) {
    take_opened(vote, replaced);
  } else if (!known || known->open()) {
    take_closed(vote, known != nullptr);
  }
}

// A vote never opens again, and remains what it is. But shipvote-web may go on from a backup, in which it had not been
// closed yet, or did not exist, so that another one has its number now.
bool EdgeMirror::replaces(Vote const& vote, VoteView const& known) const {
  if (reading_all_ && vote.state == VoteState::open && !known.open()) return true;
  auto const before = known.vote();
  return before.channel != vote.channel || before.opened_at != vote.opened_at || before.ships != vote.ships;
}

void EdgeMirror::forget(VoteView const& vote) {
  if (vote.open()) {
    some_ended_ = true;
    if (sends_for(vote.channel())) parts_.telling.forgotten(vote.channel());
  }
  parts_.votes.forget(vote.id());
}

void EdgeMirror::take_opened(Vote const& vote, bool replaces_other) {
  auto const is_later = [&vote](auto const& other) { return other && vote.id < other->id(); };
  bool const goes_back =
      is_later(parts_.votes.open_vote(vote.channel)) || is_later(parts_.votes.last_closed(vote.channel));
  forget_displaced(vote.channel);
  parts_.votes.opened(vote);
  if (!sends_for(vote.channel)) return;
  // What is still told of a vote that a backup lacks must not keep this one from being told.
  if (replaces_other || goes_back) parts_.telling.forgotten(vote.channel);
  // At a start there may be thousands; those that were opened this very moment should not wait for their turn.
  bool const fresh = !reading_all_ || vote.opened_at > parts_.time.now() - limits::late_opening_told;
  (fresh ? parts_.telling.opened : parts_.telling.resumed)(vote);
}

void EdgeMirror::take_change(Vote const& vote, VoteView const& known) {
  if (!known.open()) return;  // a vote never opens again
  if (known.ends_at() != vote.ends_at) {
    parts_.votes.end_moved(vote);
    if (sends_for(vote.channel)) parts_.telling.end_moved(vote);
  }
  take_tally({vote.id, vote.counts});
}

// A channel has one open vote: the one before ended when nobody could say so, and the new one is told in its place.
void EdgeMirror::forget_displaced(ChannelId channel) {
  auto const before = parts_.votes.open_vote(channel);
  if (!before) return;
  parts_.votes.forget(before->id());
  some_ended_ = true;
}

void EdgeMirror::take_closed(Vote const& vote, bool was_open) {
  parts_.votes.closed(vote);
  some_ended_ = some_ended_ || was_open;
  bool const lately = vote.closed_at && *vote.closed_at > parts_.time.now() - limits::late_closing_told;
  if ((was_open || lately) && sends_for(vote.channel)) parts_.telling.closed(vote);
}

void EdgeMirror::take_tally(ToldTally const& tally) {
  auto const view = parts_.votes.find(tally.vote);
  if (!view || view->ship_count() != tally.counts.size()) return;
  parts_.votes.tally_changed(tally.vote, tally.counts);
}

void EdgeMirror::take_channel(voting::Channel const& channel) {
  if (reading_all_) found_channels_.insert(channel.id);
  auto const known = parts_.channels.find(channel.id);
  if (known && known->channel == channel) return;
  auto const view = std::make_shared<ChannelView const>(channel, std::vector<voting::GarageShip>{});
  parts_.channels.put(view);
  if (known && sends_for(channel.id)) parts_.telling.channel_changed(*view);
}

void EdgeMirror::remove_channel(ChannelId channel) {
  if (!parts_.channels.find(channel)) return;
  parts_.channels.remove(channel);
  // Its vote's close is still told, if there was one: that comes as a change of the vote.
}

void EdgeMirror::finish_reading_all() {
  reading_all_ = false;
  complete_ = true;
  for (auto const& view : parts_.channels.all()) {
    if (!found_channels_.contains(view->channel.id)) remove_channel(view->channel.id);
  }
  for (auto const& view : parts_.votes.open_votes()) {
    if (!found_votes_.contains(view->id())) missing_.push_back(view->id());
  }
  found_votes_.clear();
  found_channels_.clear();
  parts_.channels.set_complete(true);
}

std::vector<VoteId> EdgeMirror::missing() const {
  auto const count = std::min(missing_.size(), limits::missing_votes_per_question);
  return {missing_.begin(), missing_.begin() + static_cast<std::ptrdiff_t>(count)};
}

void EdgeMirror::take_missing(Changes const& answer) {
  auto const asked = missing();
  missing_.erase(missing_.begin(), missing_.begin() + static_cast<std::ptrdiff_t>(asked.size()));
  for (auto const& vote : answer.votes) take_vote(vote);
  for (VoteId const vote : asked) {
    bool const told =
        std::any_of(answer.votes.begin(), answer.votes.end(), [vote](Vote const& each) { return each.id == vote; });
    auto const view = told ? nullptr : parts_.votes.find(vote);
    if (!view) continue;
    log::warning("vote_forgotten", {{"vote", vote.value}, {"channel", view->channel().value}});
    forget(*view);
  }
  if (std::exchange(some_ended_, false)) parts_.votes_ended();
}

}  // namespace shipvote::service
