#include "store/sqlite_store.h"

#include <utility>

#include "store/backup.h"
#include "store/ballot_curve.h"
#include "store/channel_records.h"
#include "store/fleet_records.h"
#include "store/preset_records.h"
#include "store/stored_ballots.h"
#include "store/vote_records.h"
#include "store/vote_writes.h"

namespace shipvote::store {

using voting::Channel;
using voting::GarageShip;
using voting::NewPreset;
using voting::Preset;
using voting::Vote;
using voting::Warship;

SqliteStore::SqliteStore(std::string file, std::string const& vfs, std::optional<FolderLock> lock,
                         std::unique_ptr<Ledger> ledger, std::shared_ptr<ClosedVoters> closed_voters)
    : file_(std::move(file)),
      lock_(std::move(lock)),
      ledger_(std::move(ledger)),
      closed_voters_(std::move(closed_voters)),
      readers_(file_, vfs) {}

Ledger& SqliteStore::ledger() {
  if (!ledger_) throw StoreFailure("the store was opened for reading only");
  return *ledger_;
}

bool SqliteStore::cast(voting::PendingBallot& ballot) noexcept { return ledger_ && ledger_->cast(ballot); }

bool SqliteStore::ask(voting::PendingBallot& question) noexcept { return ledger_ && ledger_->ask(question); }

std::vector<Warship> SqliteStore::warships() { return read_warships(*readers_.lend()); }

void SqliteStore::save_warships(std::vector<Warship> const& ships) {
  ledger().write([ships](Writing& writing) { store_warships(writing.database, ships); });
}

std::optional<TimePoint> SqliteStore::fleet_refreshed_at() { return read_fleet_refreshed_at(*readers_.lend()); }

void SqliteStore::save_fleet_refreshed_at(TimePoint time) {
  ledger().write([time](Writing& writing) { store_fleet_refreshed_at(writing.database, time); });
}

std::vector<Channel> SqliteStore::channels() { return read_channels(*readers_.lend()); }

std::optional<Channel> SqliteStore::channel(ChannelId id) { return read_channel(*readers_.lend(), id); }

void SqliteStore::save_channel(Channel const& channel) {
  ledger().write([channel](Writing& writing) { store_channel(writing.database, channel); });
}

void SqliteStore::save_channel_and_garage(Channel const& channel, std::vector<GarageShip> const& garage) {
  ledger().write([channel, garage](Writing& writing) {
    store_channel(writing.database, channel);
    store_garage(writing.database, channel.id, garage);
  });
}

bool SqliteStore::delete_channel(ChannelId id, TimePoint now) {
  return ledger().write([id, now](Writing& writing) { return store::delete_channel(writing, id, now); });
}

std::vector<GarageShip> SqliteStore::garage(ChannelId id) { return read_garage(*readers_.lend(), id); }

bool SqliteStore::set_ship_enabled(ChannelId id, ShipId ship, bool enabled) {
  return ledger().write(
      [id, ship, enabled](Writing& writing) { return store_ship_enabled(writing.database, id, ship, enabled); });
}

Outcome<Vote> SqliteStore::open_vote(voting::NewVote const& vote, std::uint64_t tie_seed, TimePoint now) {
  return ledger().write(
      [vote, tie_seed, now](Writing& writing) { return store::open_vote(writing, vote, tie_seed, now); });
}

Outcome<Vote> SqliteStore::close_vote(VoteId id, voting::CloseReason reason, TimePoint now) {
  return ledger().write([id, reason, now](Writing& writing) { return store::close_vote(writing, id, reason, now); });
}

Outcome<Vote> SqliteStore::set_vote_end(VoteId id, std::optional<TimePoint> ends_at, TimePoint now) {
  return ledger().write(
      [id, ends_at, now](Writing& writing) { return store::set_vote_end(writing, id, ends_at, now); });
}

std::optional<Vote> SqliteStore::vote(VoteId id) { return read_vote(*readers_.lend(), id); }

std::vector<Vote> SqliteStore::open_votes() { return read_open_votes(*readers_.lend()); }

std::vector<Vote> SqliteStore::votes(ChannelId id, VoteFilter filter, std::size_t most) {
  return read_votes(*readers_.lend(), id, filter, most);
}

Recount SqliteStore::recount(VoteId id) { return store::recount(*readers_.lend(), id); }

std::vector<VoteId> SqliteStore::vote_ids() { return read_vote_ids(*readers_.lend()); }

std::optional<ShipId> SqliteStore::remembered_ballot(VoteId id, voting::ViewerKey const& viewer) {
  return closed_voters_->find(id, viewer);
}

std::optional<ShipId> SqliteStore::stored_ballot(VoteId id, voting::ViewerKey const& viewer) {
  std::unique_lock const reading{reading_voters_, std::try_to_lock};
  if (!reading) return std::nullopt;
  if (auto const remembered = closed_voters_->find(id, viewer)) return remembered;
  auto const vote = closed_voters_->keep(read_closed_vote(*readers_.lend(), id));
  return vote->ship_of(viewer);
}

std::vector<Preset> SqliteStore::presets(ChannelId id) { return read_presets(*readers_.lend(), id); }

Outcome<Preset> SqliteStore::add_preset(ChannelId id, NewPreset const& preset, TimePoint now) {
  return ledger().write(
      [id, preset, now](Writing& writing) { return insert_preset(writing.database, id, preset, now); });
}

Outcome<Preset> SqliteStore::change_preset(ChannelId id, voting::PresetId preset, NewPreset const& content,
                                           TimePoint now) {
  return ledger().write([id, preset, content, now](Writing& writing) {
    return update_preset(writing.database, id, preset, content, now);
  });
}

bool SqliteStore::remove_preset(ChannelId id, voting::PresetId preset) {
  return ledger().write([id, preset](Writing& writing) { return erase_preset(writing.database, id, preset); });
}

std::vector<Vote> SqliteStore::closed_votes_before(ChannelId id, VoteId before, std::size_t most) {
  return read_closed_votes_before(*readers_.lend(), id, before, most);
}

BallotCurve SqliteStore::ballot_curve(VoteId id, TimePoint until, std::size_t most_buckets) {
  return read_ballot_curve(*readers_.lend(), id, until, most_buckets);
}

std::optional<Feedback> SqliteStore::add_feedback(ChannelId id, std::string const& message, TimePoint now) {
  return ledger().write(
      [id, message, now](Writing& writing) { return insert_feedback(writing.database, id, message, now); });
}

void SqliteStore::ping() {
  if (ledger_) ledger_->check_working();
  (void)read_largest_vote_id(*readers_.lend());
}

void SqliteStore::backup_to(std::string const& file) { back_up(*readers_.lend(), file); }

StoreFigures SqliteStore::figures() const noexcept {
  StoreFigures figures;
  if (ledger_) ledger_->add_figures(figures);
  return figures;
}

void SqliteStore::listen(TallyListener* listener) {
  if (ledger_) ledger_->listen(listener);
}

void SqliteStore::stop() {
  if (ledger_) ledger_->stop();
}

}  // namespace shipvote::store
