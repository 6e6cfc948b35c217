// The Store on one SQLite file: a ledger that writes, a few connections that read.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "store/closed_voters.h"
#include "store/folder_lock.h"
#include "store/ledger.h"
#include "store/reading_pool.h"
#include "store/store.h"

namespace shipvote::store {

class SqliteStore final : public Store {
 public:
  // Without a ledger the store only reads: every write throws, every ballot is turned away.
  // `closed_voters` is the one that the ledger fills.
  SqliteStore(std::string file, std::string const& vfs, std::optional<FolderLock> lock, std::unique_ptr<Ledger> ledger,
              std::shared_ptr<ClosedVoters> closed_voters);

  bool cast(voting::PendingBallot& ballot) noexcept override;
  bool ask(voting::PendingBallot& question) noexcept override;

  std::vector<voting::Warship> warships() override;
  void save_warships(std::vector<voting::Warship> const& ships) override;
  std::optional<TimePoint> fleet_refreshed_at() override;
  void save_fleet_refreshed_at(TimePoint time) override;

  std::vector<voting::Channel> channels() override;
  std::optional<voting::Channel> channel(ChannelId id) override;
  void save_channel(voting::Channel const& channel) override;
  void save_channel_and_garage(voting::Channel const& channel, std::vector<voting::GarageShip> const& garage) override;
  bool delete_channel(ChannelId id, TimePoint now) override;
  std::vector<voting::GarageShip> garage(ChannelId id) override;
  bool set_ship_enabled(ChannelId id, ShipId ship, bool enabled) override;

  Outcome<voting::Vote> open_vote(voting::NewVote const& vote, std::uint64_t tie_seed, TimePoint now) override;
  Outcome<voting::Vote> close_vote(VoteId id, voting::CloseReason reason, TimePoint now) override;
  Outcome<voting::Vote> set_vote_end(VoteId id, std::optional<TimePoint> ends_at, TimePoint now) override;
  std::optional<voting::Vote> vote(VoteId id) override;
  std::vector<voting::Vote> open_votes() override;
  std::vector<voting::Vote> votes(ChannelId id, VoteFilter filter, std::size_t most) override;
  Recount recount(VoteId id) override;
  std::vector<VoteId> vote_ids() override;
  std::optional<ShipId> remembered_ballot(VoteId id, voting::ViewerKey const& viewer) override;
  std::optional<ShipId> stored_ballot(VoteId id, voting::ViewerKey const& viewer) override;

  std::vector<voting::Preset> presets(ChannelId id) override;
  Outcome<voting::Preset> add_preset(ChannelId id, voting::NewPreset const& preset, TimePoint now) override;
  Outcome<voting::Preset> change_preset(ChannelId id, voting::PresetId preset, voting::NewPreset const& content,
                                        TimePoint now) override;
  bool remove_preset(ChannelId id, voting::PresetId preset) override;

  std::vector<voting::Vote> closed_votes_before(ChannelId id, VoteId before, std::size_t most) override;
  BallotCurve ballot_curve(VoteId id, TimePoint until, std::size_t most_buckets) override;

  std::optional<Feedback> add_feedback(ChannelId id, std::string const& message, TimePoint now) override;

  void ping() override;
  void backup_to(std::string const& file) override;
  StoreFigures figures() const noexcept override;
  void listen(TallyListener* listener) override;
  void stop() override;

 private:
  Ledger& ledger();  // throws for a store that only reads

  std::string file_;
  std::optional<FolderLock> lock_;  // given up last
  std::unique_ptr<Ledger> ledger_;
  std::shared_ptr<ClosedVoters> closed_voters_;
  ReadingPool readers_;
  std::mutex reading_voters_;
};

}  // namespace shipvote::store
