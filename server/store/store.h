// What lasts: channels, garages, the fleet, votes, ballots, feedback. One interface for every database.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "foundation/ids.h"
#include "foundation/outcome.h"
#include "foundation/time.h"
#include "voting/ballot.h"
#include "voting/channel.h"
#include "voting/preset.h"
#include "voting/vote.h"
#include "voting/warship.h"

namespace shipvote::store {

// The disk or the database failed. What was asked for did not happen.
class StoreFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A write of which nobody knows whether it happened: the disk failed while it was being made durable, or has not
// answered yet.
class UnknownOutcome : public StoreFailure {
 public:
  using StoreFailure::StoreFailure;
};

// Told about every commit that changed a tally. Called on the writer's thread, after the commit and before the ballots
// are given back; must not block. `counts` is parallel to the vote's ships and valid during the call only.
class TallyListener {
 public:
  virtual ~TallyListener() = default;
  virtual void tally_changed(VoteId vote, std::span<std::uint32_t const> counts) noexcept = 0;
};

struct Feedback {
  std::uint64_t id = 0;
  ChannelId channel;
  std::string message;
  TimePoint sent_at;
};

enum class VoteFilter { all, open, closed };

// What a recount of one vote's stored ballots found.
struct Recount {
  VoteId vote;
  std::uint64_t rows = 0;                // ballots stored
  std::uint64_t viewers = 0;             // different viewers among them
  std::uint64_t changes = 0;             // of those ballots, how many took the place of the same viewer's earlier one
  std::uint64_t repeats = 0;             // of the changes, how many are for the same ship: they should not be stored
  std::uint64_t strays = 0;              // ballots for ships that are not on the vote
  bool ballots_may_change = false;       // what the vote allows
  std::vector<std::uint32_t> recounted;  // from every viewer's last row, parallel to the vote's ships
  std::vector<std::uint32_t> tally;      // as stored with the vote
  [[nodiscard]] bool exact() const noexcept {
    return (ballots_may_change || changes == 0) && repeats == 0 && strays == 0 && recounted == tally;
  }
};

// How a vote's counts came about. Times are those at which ballots were cast; one outside of the curve's time counts in
// its first or last bucket.
struct BallotCurve {
  TimePoint from;                    // the opening: the start of the first bucket
  std::chrono::milliseconds bucket;  // how long each is
  // What counted at the end of each bucket, by the vote's ships; the last one is the tally.
  std::vector<std::vector<std::uint32_t>> counts;
};

// Numbers since the start, for metrics. Each is monotone unless said otherwise.
struct StoreFigures {
  std::uint64_t ballots_accepted = 0;
  std::uint64_t ballots_refused = 0;
  std::uint64_t questions = 0;  // about the own ballot
  std::uint64_t commits = 0;
  std::uint64_t failed_commits = 0;
  std::uint64_t ballots_waiting = 0;   // now
  std::uint64_t voters_in_memory = 0;  // now
  double commit_seconds = 0;           // in all
};

// All reading functions may be called from every thread, block on the disk, and throw StoreFailure. All writing
// functions wait until their commit is durable (or the limits for writes passed) and throw StoreFailure when it failed.
// Neither belongs on an event loop; cast() does, and is thread-safe and non-blocking.
class Store : public voting::BallotBox {
 public:
  // The fleet
  [[nodiscard]] virtual std::vector<voting::Warship> warships() = 0;
  virtual void save_warships(std::vector<voting::Warship> const& ships) = 0;  // inserts or replaces by id; deletes none
  [[nodiscard]] virtual std::optional<TimePoint> fleet_refreshed_at() = 0;
  virtual void save_fleet_refreshed_at(TimePoint time) = 0;

  // Channels and garages
  [[nodiscard]] virtual std::vector<voting::Channel> channels() = 0;
  [[nodiscard]] virtual std::optional<voting::Channel> channel(ChannelId id) = 0;
  virtual void save_channel(voting::Channel const& channel) = 0;  // inserts or replaces by id
  // Inserts or replaces channel and garage in one transaction; garage ships not in the list are removed.
  virtual void save_channel_and_garage(voting::Channel const& channel,
                                       std::vector<voting::GarageShip> const& garage) = 0;
  // Removes the channel, its garage and feedback; closes its open vote; votes and ballots stay. False: there was none.
  [[nodiscard]] virtual bool delete_channel(ChannelId id, TimePoint now) = 0;
  [[nodiscard]] virtual std::vector<voting::GarageShip> garage(ChannelId id) = 0;
  // False: that ship is not in the garage.
  [[nodiscard]] virtual bool set_ship_enabled(ChannelId id, ShipId ship, bool enabled) = 0;

  // Votes
  // Opens a vote and gives it its id; refused with vote_already_open while the channel has an open one.
  [[nodiscard]] virtual Outcome<voting::Vote> open_vote(voting::NewVote const& vote, std::uint64_t tie_seed,
                                                        TimePoint now) = 0;
  // Closes with everything that was cast before this call was taken up, and nothing after. Refused with vote_not_found,
  // or vote_closed when it was closed before (its result stands). For the reason `scheduled`, `now` is the end: refused
  // with conflict when the vote's end is later meanwhile, or was taken away.
  [[nodiscard]] virtual Outcome<voting::Vote> close_vote(VoteId id, voting::CloseReason reason, TimePoint now) = 0;
  // Moves the end of an open vote, or takes it away. Ballots cast before this call was taken up are judged by the end
  // that was, later ones by this. Refused with vote_not_found or vote_closed.
  [[nodiscard]] virtual Outcome<voting::Vote> set_vote_end(VoteId id, std::optional<TimePoint> ends_at,
                                                           TimePoint now) = 0;
  [[nodiscard]] virtual std::optional<voting::Vote> vote(VoteId id) = 0;
  [[nodiscard]] virtual std::vector<voting::Vote> open_votes() = 0;
  // Newest first, at most `most`.
  [[nodiscard]] virtual std::vector<voting::Vote> votes(ChannelId id, VoteFilter filter, std::size_t most) = 0;
  // Reads every stored ballot of the vote and compares with the tally, as of one moment. Throws for an unknown vote.
  [[nodiscard]] virtual Recount recount(VoteId id) = 0;
  [[nodiscard]] virtual std::vector<VoteId> vote_ids() = 0;

  // One viewer's own ballot. ask() is for open votes: as cast(), but the question's ship is ignored and, when the
  // verdict is `accepted`, the one that counts was put in its place; 0: has not voted. `vote_closed` and
  // `vote_not_found` as for ballots. Counts as a ballot that waits.
  [[nodiscard]] virtual bool ask(voting::PendingBallot& question) noexcept = 0;
  // Of a closed vote, when its voters are still in memory: the ship, or 0 for one who has not voted. Does not block.
  [[nodiscard]] virtual std::optional<ShipId> remembered_ballot(VoteId id, voting::ViewerKey const& viewer) = 0;
  // The same after reading all ballots of that closed vote into memory, for whoever asks next. Nothing while another
  // thread does so: one at a time, however many ask. Throws for a vote that is unknown or open.
  [[nodiscard]] virtual std::optional<ShipId> stored_ballot(VoteId id, voting::ViewerKey const& viewer) = 0;

  // Presets, by name
  [[nodiscard]] virtual std::vector<voting::Preset> presets(ChannelId id) = 0;
  // Refused with channel_not_found; limit_reached after limits::presets_per_channel; conflict when one has that name.
  [[nodiscard]] virtual Outcome<voting::Preset> add_preset(ChannelId id, voting::NewPreset const& preset,
                                                           TimePoint now) = 0;
  // Refused with not_found, or conflict when another one has that name.
  [[nodiscard]] virtual Outcome<voting::Preset> change_preset(ChannelId id, voting::PresetId preset,
                                                              voting::NewPreset const& content, TimePoint now) = 0;
  // False: there was none.
  [[nodiscard]] virtual bool remove_preset(ChannelId id, voting::PresetId preset) = 0;

  // History
  // Closed votes with lower ids than `before`, newest first, at most `most`.
  [[nodiscard]] virtual std::vector<voting::Vote> closed_votes_before(ChannelId id, VoteId before,
                                                                      std::size_t most) = 0;
  // From the stored ballots, as of one moment; reads all of them. `until` is later than the opening. Throws for an
  // unknown vote.
  [[nodiscard]] virtual BallotCurve ballot_curve(VoteId id, TimePoint until, std::size_t most_buckets) = 0;

  // Feedback. Nothing when the channel has limits::feedbacks_per_channel already, or is not set up.
  [[nodiscard]] virtual std::optional<Feedback> add_feedback(ChannelId id, std::string const& message,
                                                             TimePoint now) = 0;

  // Operations
  virtual void ping() = 0;  // touches the database; throws StoreFailure when it, or the writer, cannot work any more
  // A consistent copy of the live database, as of one moment, beside all other work. `file` appears complete or not at
  // all, and nothing is ever overwritten: throws StoreFailure when it exists (or is one of the live database's files).
  virtual void backup_to(std::string const& file) = 0;
  [[nodiscard]] virtual StoreFigures figures() const noexcept = 0;
  // At most one listener, set before the first ballot; outlives the store's writer.
  virtual void listen(TallyListener* listener) = 0;
  // Takes no more ballots or writes, commits what waits, gives everything back, ends the writer. Idempotent.
  virtual void stop() = 0;
};

struct SqliteSettings {
  std::string folder;      // made when missing; owned by one process at a time
  bool read_only = false;  // for checks beside a running server: takes no ownership and writes nothing
  std::string vfs;         // name of the SQLite VFS that does the disk's work; empty: the usual one. A seam for faults.
};

// Opens (and migrates) the database in that folder. Refusals in words an operator understands: another process owns the
// folder; the schema is newer than this program; the file is no database. Open votes' voters are rebuilt before it
// returns.
[[nodiscard]] Outcome<std::unique_ptr<Store>> open_sqlite_store(SqliteSettings const& settings);

}  // namespace shipvote::store
