// What lasts: channels, garages, the fleet, votes, ballots, feedback. One interface for every database.
#pragma once

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
#include "voting/vote.h"
#include "voting/warship.h"

namespace shipvote::store {

// The disk or the database failed. What was asked for did not happen.
class StoreFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
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
  std::uint64_t strays = 0;              // ballots for ships that are not on the vote
  std::vector<std::uint32_t> recounted;  // from the rows, parallel to the vote's ships
  std::vector<std::uint32_t> tally;      // as stored with the vote
  [[nodiscard]] bool exact() const noexcept { return rows == viewers && strays == 0 && recounted == tally; }
};

// Numbers since the start, for metrics. Each is monotone unless said otherwise.
struct StoreFigures {
  std::uint64_t ballots_accepted = 0;
  std::uint64_t ballots_refused = 0;
  std::uint64_t commits = 0;
  std::uint64_t failed_commits = 0;
  std::uint64_t ballots_waiting = 0;   // now
  std::uint64_t voters_in_memory = 0;  // now
  double commit_seconds = 0;           // in all
};

// All reading functions may be called from every thread, block on the disk, and throw StoreFailure. All writing
// functions wait until their commit is durable (or limits::write_timeout passed) and throw StoreFailure when it failed.
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
  // or vote_closed when it was closed before (its result stands).
  [[nodiscard]] virtual Outcome<voting::Vote> close_vote(VoteId id, voting::CloseReason reason, TimePoint now) = 0;
  [[nodiscard]] virtual std::optional<voting::Vote> vote(VoteId id) = 0;
  [[nodiscard]] virtual std::vector<voting::Vote> open_votes() = 0;
  // Newest first, at most `most`.
  [[nodiscard]] virtual std::vector<voting::Vote> votes(ChannelId id, VoteFilter filter, std::size_t most) = 0;
  // Reads every stored ballot of the vote and compares with the tally, as of one moment. Throws for an unknown vote.
  [[nodiscard]] virtual Recount recount(VoteId id) = 0;
  [[nodiscard]] virtual std::vector<VoteId> vote_ids() = 0;

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
