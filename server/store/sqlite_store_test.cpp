// A store's whole life, and its refusals.
#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

#include "foundation/limits.h"
#include "store/migrations.h"
#include "store/store_test_tools.h"

namespace shipvote::store {
namespace {

using namespace testing;  // NOLINT: the tools of this room's tests
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using voting::BallotVerdict;
using voting::CloseReason;

voting::Channel full_channel(std::uint64_t id) {
  voting::Channel made;
  made.id = ChannelId{id};
  made.wows_username = "Kapitän \"Ö\"";
  made.wows_account = AccountId{500'123'456};
  made.wows_realm = voting::Realm::asia;
  made.overlay_position = voting::OverlayPosition::bottom_right;
  made.anonymous_may_vote = true;
  made.only_in_game = false;
  made.language = voting::Language::zh_tw;
  made.show_result = std::chrono::seconds{42};
  made.latency_hold = true;
  made.chat_result = true;
  made.moderators_may_control = true;
  made.live_key = "a key of 22 characters";
  made.garage_refreshed_at = at(1);
  made.created_at = at(2);
  made.updated_at = at(3);
  return made;
}

void run_sql(std::string const& folder, std::string const& sql) {
  Connection connection{folder + "/shipvote.db", Access::read_write_create, {}};
  connection.execute(sql);
}

TEST(SqliteStore, KeepsChannelsAndGaragesOverARestart) {
  TemporaryFolder const folder;
  std::vector<voting::GarageShip> const garage{{ship(1), true, false}, {ship(2), false, true}};
  {
    auto const store = open_store(folder.path());
    store->save_channel(full_channel(1));
    store->save_channel_and_garage(full_channel(2), garage);
    EXPECT_TRUE(store->set_ship_enabled(ChannelId{2}, ship(1), false));
    EXPECT_FALSE(store->set_ship_enabled(ChannelId{2}, ship(3), false));
    auto changed = full_channel(2);
    changed.garage_refreshed_at.reset();
    store->save_channel(changed);  // must not take the garage with it
  }
  auto const store = open_store(folder.path());
  auto changed = full_channel(2);
  changed.garage_refreshed_at.reset();
  EXPECT_THAT(store->channels(), ElementsAre(full_channel(1), changed));
  EXPECT_EQ(store->channel(ChannelId{1}), full_channel(1));
  EXPECT_EQ(store->channel(ChannelId{3}), std::nullopt);
  EXPECT_THAT(store->garage(ChannelId{2}),
              ElementsAre(voting::GarageShip{ship(1), false, false}, voting::GarageShip{ship(2), false, true}));
  store->save_channel_and_garage(full_channel(2), {{ship(2), true, false}});
  EXPECT_THAT(store->garage(ChannelId{2}), ElementsAre(voting::GarageShip{ship(2), true, false}));
}

TEST(SqliteStore, KeepsTheFleet) {
  TemporaryFolder const folder;
  voting::Warship const shimakaze{ship(1), "Shimakaze", "japan", voting::ShipType::destroyer, 10, false,
                                  "",      true,        false};
  voting::Warship submarine{ship(2),       "U-2501", "germany", voting::ShipType::submarine, 11, true,
                            "https://x/y", false,    true};
  {
    auto const store = open_store(folder.path());
    EXPECT_EQ(store->fleet_refreshed_at(), std::nullopt);
    store->save_warships({submarine, shimakaze});
    submarine.name = "U-4501";
    store->save_warships({submarine});
    store->save_fleet_refreshed_at(at(77));
  }
  auto const store = open_store(folder.path());
  EXPECT_THAT(store->warships(), ElementsAre(shimakaze, submarine));
  EXPECT_EQ(store->fleet_refreshed_at(), at(77));
}

TEST(SqliteStore, PlaysAVoteFromOpenToResult) {
  TemporaryFolder const folder;
  auto const store = open_store(folder.path());
  auto asked = new_vote(4711);
  asked.ends_at = at(100);
  asked.visibility = voting::ResultVisibility::after_close;
  auto const opened = store->open_vote(asked, UINT64_MAX - 5, at(0)).value();
  EXPECT_EQ(opened.id, VoteId{1});
  EXPECT_EQ(store->vote(opened.id), opened);
  EXPECT_EQ(store->open_vote(new_vote(4711), 1, at(1)).refusal().code, RefusalCode::vote_already_open);
  EXPECT_THAT(cast_all(*store, {ballot(opened.id, 1, 2), ballot(opened.id, 2, 2), ballot(opened.id, 3, 0)}),
              ElementsAre(BallotVerdict::accepted, BallotVerdict::accepted, BallotVerdict::accepted));
  EXPECT_THAT(store->vote(opened.id)->counts, ElementsAre(1, 0, 2));
  auto const closed = store->close_vote(opened.id, CloseReason::scheduled, at(101)).value();
  EXPECT_EQ(closed.state, voting::VoteState::closed);
  EXPECT_EQ(closed.closed_at, at(101));
  EXPECT_EQ(closed.close_reason, CloseReason::scheduled);
  EXPECT_EQ(closed.winner, (voting::Winner{ship(2), 2, {}}));
  EXPECT_EQ(closed.tie_seed, UINT64_MAX - 5);
  EXPECT_EQ(store->vote(opened.id), closed);
  EXPECT_EQ(cast_one(*store, ballot(opened.id, 9, 0)), BallotVerdict::vote_closed);
  EXPECT_EQ(store->close_vote(opened.id, CloseReason::broadcaster, at(102)).refusal().code, RefusalCode::vote_closed);
  EXPECT_EQ(store->close_vote(VoteId{2}, CloseReason::broadcaster, at(102)).refusal().code,
            RefusalCode::vote_not_found);
  auto const recount = store->recount(opened.id);
  EXPECT_TRUE(recount.exact());
  EXPECT_EQ(recount.rows, 3U);
  EXPECT_EQ(store->figures().voters_in_memory, 0U);
}

TEST(SqliteStore, StoresTheTieAndAVoteWithoutBallots) {
  TemporaryFolder const folder;
  auto const store = open_store(folder.path());
  auto const tied = store->open_vote(new_vote(1), 42, at(0)).value();
  (void)cast_all(*store, {ballot(tied.id, 1, 2), ballot(tied.id, 2, 1)});
  (void)store->close_vote(tied.id, CloseReason::broadcaster, at(1));
  auto const stored = store->vote(tied.id);
  EXPECT_EQ(stored->winner, voting::decide_winner(stored->ships, stored->counts, 42));
  EXPECT_THAT(stored->winner->tied, ElementsAre(ship(1), ship(2)));
  auto const empty = store->open_vote(new_vote(1), 42, at(2)).value();
  (void)store->close_vote(empty.id, CloseReason::broadcaster, at(3));
  EXPECT_EQ(store->vote(empty.id)->winner, std::nullopt);
}

TEST(SqliteStore, JudgesBallotsInOrderOfWeight) {
  TemporaryFolder const folder;
  auto const store = open_store(folder.path());
  auto asked = new_vote(1);
  asked.ends_at = at(100);
  auto const vote = store->open_vote(asked, 1, at(0)).value().id;
  EXPECT_EQ(cast_one(*store, ballot(VoteId{2}, 1, 99)), BallotVerdict::vote_not_found);
  EXPECT_EQ(cast_one(*store, ballot(VoteId{0}, 1, 0)), BallotVerdict::vote_not_found);
  EXPECT_EQ(cast_one(*store, ballot(vote, 1, 99, at(100))), BallotVerdict::vote_closed);  // its end has come
  EXPECT_EQ(cast_one(*store, ballot(vote, 1, 99, at(99))), BallotVerdict::ship_not_on_vote);
  EXPECT_EQ(cast_one(*store, ballot(vote, 1, 0, at(99))), BallotVerdict::accepted);
  EXPECT_EQ(cast_one(*store, ballot(vote, 1, 99, at(99))), BallotVerdict::ship_not_on_vote);
  EXPECT_EQ(cast_one(*store, ballot(vote, 1, 1, at(99))), BallotVerdict::already_voted);
  auto const figures = store->figures();
  EXPECT_EQ(figures.ballots_accepted, 1U);
  EXPECT_EQ(figures.ballots_refused, 6U);
  EXPECT_EQ(figures.voters_in_memory, 1U);
  EXPECT_EQ(figures.ballots_waiting, 0U);
}

TEST(SqliteStore, ListsVotesNewestFirst) {
  TemporaryFolder const folder;
  auto const store = open_store(folder.path());
  for (int round = 0; round < 3; ++round) {
    auto const vote = store->open_vote(new_vote(1), 1, at(round)).value();
    if (round < 2) (void)store->close_vote(vote.id, CloseReason::broadcaster, at(round));
  }
  (void)store->open_vote(new_vote(2), 1, at(0));
  auto const ids = [&](VoteFilter filter, std::size_t most) {
    std::vector<std::uint32_t> found;
    for (auto const& vote : store->votes(ChannelId{1}, filter, most)) found.push_back(vote.id.value);
    return found;
  };
  EXPECT_THAT(ids(VoteFilter::all, 50), ElementsAre(3, 2, 1));
  EXPECT_THAT(ids(VoteFilter::all, 2), ElementsAre(3, 2));
  EXPECT_THAT(ids(VoteFilter::open, 50), ElementsAre(3));
  EXPECT_THAT(ids(VoteFilter::closed, 1), ElementsAre(2));
  EXPECT_THAT(store->vote_ids(), ElementsAre(VoteId{1}, VoteId{2}, VoteId{3}, VoteId{4}));
  ASSERT_EQ(store->open_votes().size(), 2U);
  EXPECT_EQ(store->open_votes()[0].id, VoteId{3});
}

TEST(SqliteStore, DeletingAChannelClosesItsVoteAndKeepsTheBallots) {
  TemporaryFolder const folder;
  auto const store = open_store(folder.path());
  EXPECT_FALSE(store->delete_channel(ChannelId{1}, at(1)));
  store->save_channel_and_garage(full_channel(1), {{ship(1), true, false}});
  auto const vote = store->open_vote(new_vote(1), 1, at(0)).value().id;
  (void)cast_one(*store, ballot(vote, 1, 1));
  ASSERT_TRUE(store->add_feedback(ChannelId{1}, "more ships", at(1)));
  EXPECT_TRUE(store->delete_channel(ChannelId{1}, at(2)));
  EXPECT_EQ(store->channel(ChannelId{1}), std::nullopt);
  EXPECT_TRUE(store->garage(ChannelId{1}).empty());
  EXPECT_EQ(store->vote(vote)->close_reason, CloseReason::channel_deleted);
  EXPECT_EQ(store->vote(vote)->winner->ship, ship(1));
  EXPECT_TRUE(store->recount(vote).exact());
  EXPECT_EQ(cast_one(*store, ballot(vote, 2, 1)), BallotVerdict::vote_closed);
}

TEST(SqliteStore, LimitsFeedback) {
  TemporaryFolder const folder;
  auto const store = open_store(folder.path());
  EXPECT_EQ(store->add_feedback(ChannelId{1}, "from nowhere", at(0)), std::nullopt);
  store->save_channel(full_channel(1));
  for (std::size_t number = 0; number < limits::feedbacks_per_channel; ++number) {
    auto const feedback = store->add_feedback(ChannelId{1}, "message", at(5));
    ASSERT_TRUE(feedback);
    EXPECT_EQ(feedback->id, number + 1);
    EXPECT_EQ(feedback->message, "message");
  }
  EXPECT_EQ(store->add_feedback(ChannelId{1}, "one too many", at(6)), std::nullopt);
}

TEST(SqliteStore, OneFaultyWriteHarmsNoOther) {
  TemporaryFolder const folder;
  auto const store = open_store(folder.path());
  auto twice = new_vote(1);
  twice.ships.push_back(twice.ships.front());
  EXPECT_THROW((void)store->open_vote(twice, 1, at(0)), StoreFailure);
  EXPECT_EQ(store->open_vote(new_vote(1), 1, at(0)).value().id, VoteId{1});
  store->ping();
}

TEST(SqliteStore, RebuildsOpenVotesAtTheStart) {
  TemporaryFolder const folder;
  VoteId vote;
  {
    auto const store = open_store(folder.path());
    vote = store->open_vote(new_vote(1), 1, at(0)).value().id;
    for (std::uint64_t number = 0; number < 10; ++number) (void)cast_one(*store, ballot(vote, number, number % 3));
  }
  auto const store = open_store(folder.path());
  EXPECT_EQ(store->figures().voters_in_memory, 10U);
  for (std::uint64_t number = 0; number < 10; ++number) {
    EXPECT_EQ(cast_one(*store, ballot(vote, number, 0)), BallotVerdict::already_voted);
  }
  EXPECT_EQ(cast_one(*store, ballot(vote, 10, 0)), BallotVerdict::accepted);
  EXPECT_EQ(store->open_vote(new_vote(1), 1, at(0)).refusal().code, RefusalCode::vote_already_open);
  auto const closed = store->close_vote(vote, CloseReason::broadcaster, at(1)).value();
  EXPECT_THAT(closed.counts, ElementsAre(5, 3, 3));
  EXPECT_TRUE(store->recount(vote).exact());
}

TEST(SqliteStore, AnswersStorageFailureNeverAfterAStopButTurnsAway) {
  TemporaryFolder const folder;
  auto const store = open_store(folder.path());
  auto const vote = store->open_vote(new_vote(1), 1, at(0)).value().id;
  store->stop();
  store->stop();
  voting::PendingBallot late;
  late.ballot = ballot(vote, 1, 1);
  EXPECT_FALSE(store->cast(late));
  EXPECT_THROW(store->save_channel(full_channel(1)), StoreFailure);
  EXPECT_THROW(store->ping(), StoreFailure);
  EXPECT_EQ(store->vote_ids().size(), 1U);  // reading goes on
}

TEST(SqliteStore, RefusesASecondOwner) {
  TemporaryFolder const folder;
  auto store = open_store(folder.path());
  auto const words = refusal_to_open(folder.path());
  EXPECT_THAT(words, HasSubstr(folder.path()));
  EXPECT_THAT(words, HasSubstr(std::to_string(::getpid())));
  store.reset();
  EXPECT_EQ(refusal_to_open(folder.path()), "");
}

// A database of the first version, with a channel in it, is brought up to date and the channel has the usual settings.
TEST(SqliteStore, MigratesAChannelOfTheFirstSchema) {
  TemporaryFolder const folder;
  {
    Connection connection{folder.path() + "/shipvote.db", Access::read_write_create, {}};
    connection.execute(std::string{migrations().front().sql});
    connection.execute(
        "PRAGMA user_version = 1; INSERT INTO channels VALUES (1, 'Captain', 500123456, 'eu', 'top_right', 1, NULL, 7, "
        "8); INSERT INTO garage_ships VALUES (1, 2, 0, 0);");
  }
  auto const store = open_store(folder.path());
  voting::Channel expected;
  expected.id = ChannelId{1};
  expected.wows_username = "Captain";
  expected.wows_account = AccountId{500'123'456};
  expected.overlay_position = voting::OverlayPosition::top_right;
  expected.anonymous_may_vote = true;
  expected.created_at = TimePoint{std::chrono::milliseconds{7}};
  expected.updated_at = TimePoint{std::chrono::milliseconds{8}};
  EXPECT_THAT(store->channels(), ElementsAre(expected));
  EXPECT_THAT(store->garage(ChannelId{1}), ElementsAre(voting::GarageShip{ShipId{2}, false, false}));
}

TEST(SqliteStore, RefusesADamagedSetting) {
  TemporaryFolder const folder;
  open_store(folder.path())->save_channel(full_channel(1));
  for (std::string const damage : {"language = 'xx'", "show_result_seconds = 61", "overlay_position = 'middle'"}) {
    auto const store = open_store(folder.path());
    run_sql(folder.path(), "UPDATE channels SET " + damage);
    EXPECT_THROW((void)store->channels(), StoreFailure) << damage;
    store->save_channel(full_channel(1));
    EXPECT_EQ(store->channel(ChannelId{1}), full_channel(1));
  }
}

TEST(SqliteStore, RefusesANewerSchema) {
  TemporaryFolder const folder;
  open_store(folder.path()).reset();
  run_sql(folder.path(), "PRAGMA user_version = 1999");
  for (bool const read_only : {false, true}) {
    auto const words = refusal_to_open(folder.path(), read_only);
    EXPECT_THAT(words, HasSubstr("1999"));
    EXPECT_THAT(words, HasSubstr(" " + std::to_string(newest_schema()) + "."));
    EXPECT_THAT(words, HasSubstr("newer program"));
  }
}

TEST(SqliteStore, RefusesAnUpdateThatOnlyReads) {
  TemporaryFolder const folder;
  open_store(folder.path()).reset();
  run_sql(folder.path(), "PRAGMA user_version = 0");
  EXPECT_THAT(refusal_to_open(folder.path(), true), HasSubstr("Start the server once"));
}

TEST(SqliteStore, RefusesWhatIsNotItsDatabase) {
  TemporaryFolder const foreign;
  run_sql(foreign.path(), "CREATE TABLE recipes (id)");
  EXPECT_THAT(refusal_to_open(foreign.path()), HasSubstr("another program"));
  TemporaryFolder const text;
  std::ofstream{text.file("shipvote.db")} << std::string(5'000, 'x');
  EXPECT_THAT(refusal_to_open(text.path()), HasSubstr("not a database"));
  TemporaryFolder const nothing;
  EXPECT_THAT(refusal_to_open(nothing.path(), true), HasSubstr("no such file"));
  EXPECT_FALSE(std::filesystem::exists(nothing.file("shipvote.db")));
  std::ofstream{nothing.file("plain")} << "a file";
  EXPECT_THAT(refusal_to_open(nothing.file("plain")), HasSubstr("cannot be made"));
}

TEST(SqliteStore, ReadsBesideARunningServerAndWritesNothing) {
  TemporaryFolder const folder;
  auto const store = open_store(folder.path());
  auto const vote = store->open_vote(new_vote(1), 1, at(0)).value().id;
  (void)cast_one(*store, ballot(vote, 1, 1));
  auto opened = open_sqlite_store({folder.path(), true, {}});
  ASSERT_TRUE(opened);
  auto& reader = *opened.value();
  EXPECT_EQ(reader.recount(vote).rows, 1U);
  reader.ping();
  voting::PendingBallot pending;
  EXPECT_FALSE(reader.cast(pending));
  EXPECT_THROW(reader.save_channel(full_channel(1)), StoreFailure);
  EXPECT_EQ(cast_one(*store, ballot(vote, 2, 1)), BallotVerdict::accepted);
  EXPECT_EQ(reader.recount(vote).rows, 2U);
}

TEST(SqliteStore, RecountFindsWhatWasChangedByHand) {
  TemporaryFolder const folder;
  VoteId vote;
  {
    auto const store = open_store(folder.path());
    vote = store->open_vote(new_vote(1), 1, at(0)).value().id;
    (void)cast_all(*store, {ballot(vote, 1, 1), ballot(vote, 2, 1), ballot(vote, 3, 0)});
    (void)store->close_vote(vote, CloseReason::broadcaster, at(1));
  }
  std::string const newest = "(SELECT max(id) FROM ballots)";
  run_sql(folder.path(), "UPDATE ballots SET ship_id = 7 WHERE id = " + newest);
  EXPECT_EQ(open_store(folder.path())->recount(vote).strays, 1U);
  EXPECT_FALSE(open_store(folder.path())->recount(vote).exact());
  run_sql(
      folder.path(),
      "UPDATE ballots SET ship_id = 4000000000, viewer = (SELECT viewer FROM ballots LIMIT 1) WHERE id = " + newest);
  EXPECT_EQ(open_store(folder.path())->recount(vote).viewers, 2U);
  EXPECT_FALSE(open_store(folder.path())->recount(vote).exact());
  run_sql(folder.path(), "DELETE FROM ballots WHERE id = " + newest);
  auto const recount = open_store(folder.path())->recount(vote);
  EXPECT_EQ(recount.rows, 2U);
  EXPECT_THAT(recount.recounted, ElementsAre(0, 2, 0));
  EXPECT_THAT(recount.tally, ElementsAre(1, 2, 0));
  EXPECT_FALSE(recount.exact());
  EXPECT_THROW((void)open_store(folder.path())->recount(VoteId{9}), StoreFailure);
}

TEST(SqliteStore, RefusesToStartOnATallyThatDiffers) {
  TemporaryFolder const folder;
  {
    auto const store = open_store(folder.path());
    auto const vote = store->open_vote(new_vote(1), 1, at(0)).value().id;
    (void)cast_all(*store, {ballot(vote, 1, 1), ballot(vote, 2, 1)});
  }
  run_sql(folder.path(), "DELETE FROM ballots WHERE id = (SELECT max(id) FROM ballots)");
  auto const words = refusal_to_open(folder.path());
  EXPECT_THAT(words, HasSubstr("says 2 ballots"));
  EXPECT_THAT(words, HasSubstr("are 1 by 1 viewers"));
  EXPECT_THAT(words, HasSubstr("shipvote-web check"));
  EXPECT_EQ(refusal_to_open(folder.path(), true), "");  // the check itself can look
}

}  // namespace
}  // namespace shipvote::store
