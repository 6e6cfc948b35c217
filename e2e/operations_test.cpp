// What an operator does: settings, starting, stopping, looking, copying.
#include <sqlite3.h>

#include <boost/json/object.hpp>

#include "e2e/raw_connection.h"
#include "e2e/world_test.h"

namespace shipvote::e2e {
namespace {

namespace json = boost::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// Runs a statement on a database that no server uses, and gives the last value that it told.
std::string execute(std::filesystem::path const& file, std::string const& sql) {
  sqlite3* database = nullptr;
  EXPECT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
  std::string told;
  auto const take = [](void* to, int, char** values, char**) {
    *static_cast<std::string*>(to) = values[0];
    return 0;
  };
  EXPECT_EQ(sqlite3_exec(database, sql.c_str(), take, &told, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
  sqlite3_close(database);
  return told;
}

struct OperationsSuite {};
class OperationsTest : public WorldTest<OperationsSuite> {
 protected:
  static RunningWeb& web() { return world().web; }
  static std::map<ShipId, std::uint32_t> counts(OwnChannel const& own, std::uint64_t vote) {
    return counts_of(world().show(own, vote));
  }
  static double metric(std::string const& series) { return api().operator_page("/metrics").figure(series); }
};

TEST_F(OperationsTest, AllFaultsInTheSettingsAreToldAtOnce) {
  auto const ended = web().run_bare({"--check", "--listen-port", "99999", "--log-level", "loud", "--twitch-client-id",
                                     "no id", "--wargaming-api-url", "ftp://elsewhere"},
                                    {{"SHIPVOTE_TWITCH_SECRETS", "c2hvcnQ="}, {"SHIPVOTE_OPERATOR_ADDRESS", "here"}});
  EXPECT_EQ(ended.exit_status, 2);
  for (auto const* const line :
       {"listen.port = \"99999\" (flag --listen-port)", "log.level = \"loud\"", "twitch.client_id = \"no id\"",
        "wargaming.api_url = \"ftp://elsewhere\"", "operator.address = \"here\" (SHIPVOTE_OPERATOR_ADDRESS)",
        "twitch.owner_user_id: is required", "wargaming.application_id: is required", "twitch.secrets"}) {
    EXPECT_THAT(ended.output, HasSubstr(line));
  }
  EXPECT_THAT(ended.output, Not(HasSubstr("c2hvcnQ"))) << "a secret is never told, however wrong it is";
}

TEST_F(OperationsTest, UnknownFlagsAndSecretsAsFlagsAreRefused) {
  auto const unknown = web().run({"--check", "--listen-prot", "80"});
  EXPECT_EQ(unknown.exit_status, 2);
  EXPECT_THAT(unknown.output, AllOf(HasSubstr("--listen-prot"), HasSubstr("no such flag")));
  auto const secret = web().run({"--check", "--twitch-secrets", "c2VjcmV0IHNlY3JldCBzZWNyZXQ="});
  EXPECT_EQ(secret.exit_status, 2);
  EXPECT_THAT(secret.output, AllOf(HasSubstr("not taken from the command line"), Not(HasSubstr("c2VjcmV0"))));
  EXPECT_EQ(web().run_bare({"--help"}).exit_status, 0);
  EXPECT_THAT(web().run_bare({"--version"}).output, HasSubstr(SHIPVOTE_VERSION));
}

TEST_F(OperationsTest, GoodSettingsAreToldToBeGoodAndNothingIsStarted) {
  auto const ended = web().run({"--check"});
  EXPECT_EQ(ended.exit_status, 0) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("the settings are good"));
  auto const example = web().run_bare({"--check", "--config", SHIPVOTE_SOURCE_DIR "/deploy/shipvote.example.toml"});
  EXPECT_EQ(example.exit_status, 0) << example.output;
}

TEST_F(OperationsTest, AFolderBelongsToOneProcess) {
  auto const second = web().run({});
  EXPECT_EQ(second.exit_status, 1);
  EXPECT_THAT(second.output, AllOf(HasSubstr("in use by another process"),
                                   HasSubstr(std::to_string(web().program().pid())), HasSubstr("folder of its own")));
  EXPECT_EQ(api().get("/_health").status, 200);
}

TEST_F(OperationsTest, APortThatIsTakenIsToldInWords) {
  TemporaryFolder const folder;
  auto const second = web().run({"--data-folder", folder.path().string()});
  EXPECT_EQ(second.exit_status, 2) << "given twice";
  auto const taken = std::to_string(web().port());
  auto const ended =
      web().run_bare({"--listen-port", taken, "--operator-port", "0", "--data-folder", folder.path().string(),
                      "--config", SHIPVOTE_SOURCE_DIR "/deploy/shipvote.example.toml", "--wargaming-refresh-fleet",
                      "off", "--wargaming-refresh-garages", "off"});
  EXPECT_EQ(ended.exit_status, 1);
  EXPECT_THAT(ended.output, HasSubstr(taken));
}

TEST_F(OperationsTest, ADatabaseOfANewerVersionIsLeftAlone) {
  world().web.stop();
  auto const schema = execute(web().data_folder() / "shipvote.db", "PRAGMA user_version");
  auto const set_schema = [](std::string const& number) {
    (void)execute(web().data_folder() / "shipvote.db", "PRAGMA user_version = " + number);
  };
  set_schema("1000");
  auto const refused = web().run({});
  EXPECT_EQ(refused.exit_status, 1);
  EXPECT_THAT(refused.output, AllOf(HasSubstr("1000"), HasSubstr("newer")));
  EXPECT_EQ(web().run({"check"}).exit_status, 1);
  set_schema(schema);
  world().web.start();
  EXPECT_EQ(api().get("/_health").status, 200);
}

TEST_F(OperationsTest, HealthReadinessAndFiguresAreForTheOperatorAlone) {
  auto const alive = api().operator_page("/healthz");
  EXPECT_EQ(alive.status, 200) << alive.body;
  EXPECT_EQ(api().operator_page("/readyz").status, 200);
  for (auto const* const path : {"/healthz", "/readyz", "/metrics"}) {
    EXPECT_EQ(api().get(path).status, 404) << "the public listener serves " << path;
  }
  EXPECT_EQ(api().operator_page("/api/warships").status, 404);
  EXPECT_EQ(api().get("/_health").body, SHIPVOTE_VERSION);

  auto const own = world().set_up_channel();
  auto const accepted = metric(R"(shipvote_ballots_total{verdict="accepted"})");
  auto const twice = metric(R"(shipvote_ballots_total{verdict="already_voted"})");
  auto const exact = metric(R"(shipvote_recounts_total{result="exact"})");
  auto const vote = world().open_vote(own);
  for (int time = 0; time < 2; ++time) world().cast(own, vote, world().viewer(own.id, 1), own.ships.front());
  EXPECT_EQ(metric(R"(shipvote_ballots_total{verdict="accepted"})"), accepted + 1);
  EXPECT_EQ(metric(R"(shipvote_ballots_total{verdict="already_voted"})"), twice + 1);
  EXPECT_EQ(world().close_vote(own, vote).status, 200);
  EXPECT_TRUE(eventually([&] { return metric(R"(shipvote_recounts_total{result="exact"})") == exact + 1; }));
  EXPECT_EQ(metric(R"(shipvote_recounts_total{result="wrong"})"), 0);
}

TEST_F(OperationsTest, StoppingUnderLoadEndsInOrderAndLosesNothing) {
  auto const own = world().set_up_channel();
  auto const vote = world().open_vote(own);
  auto crowd = world().crowd(own, vote, 50'000);
  crowd.per_second = 2'000;
  ASSERT_TRUE(world().simulator.crowd().start(crowd));
  ASSERT_TRUE(eventually([] { return world().simulator.crowd().result().viewers > 500; }));
  EXPECT_EQ(web().program().stop(), 0) << web().log_text();
  ASSERT_TRUE(eventually([] { return !world().simulator.crowd().result().running; }, std::chrono::seconds{30}));
  auto result = world().simulator.crowd().result();
  EXPECT_EQ(web().run({"check"}).exit_status, 0);

  world().web.start();
  auto const stored = counts(own, vote);
  std::uint64_t unsure = result.answers["no answer"];
  for (auto const& [ship, count] : stored) {
    ASSERT_GE(count, result.accepted[ship]) << "a ballot was answered with ok, and is lost";
    auto const more = count - result.accepted[ship];
    ASSERT_LE(more, unsure) << "more ballots than were sent";
    unsure -= more;
  }
  EXPECT_EQ(result.answers.size() - result.answers.count("no answer"), 1U) << "nothing but ok, or no answer";
}

TEST_F(OperationsTest, ABackupOfARunningServerIsWholeAndCanBeServed) {
  auto const own = world().set_up_channel();
  auto const vote = world().open_vote(own);
  EXPECT_EQ(world().simulator.crowd().run(world().crowd(own, vote, 500)).answers["200"], 500U);
  auto const before = counts(own, vote);
  TemporaryFolder const copy;
  auto const file = (copy / "shipvote.db").string();
  auto const backup = web().run_bare({"backup", file, "--data-folder", web().data_folder().string()});
  ASSERT_EQ(backup.exit_status, 0) << backup.output;
  EXPECT_THAT(backup.output, HasSubstr(file));
  auto const again = web().run_bare({"backup", file, "--data-folder", web().data_folder().string()});
  EXPECT_EQ(again.exit_status, 1) << "a backup is never overwritten";

  auto const checked = web().run_bare({"check", "--data-folder", copy.path().string()});
  EXPECT_EQ(checked.exit_status, 0) << checked.output;
  EXPECT_THAT(checked.output, HasSubstr("every tally equals its ballots"));
  EXPECT_EQ(web().run_bare({"check", "--data-folder", web().data_folder().string()}).exit_status, 0)
      << "while the server runs";

  // Ballots that come after the copy are not in it; put in the folder's place, it serves what it has.
  EXPECT_EQ(world().cast(own, vote, world().viewer(own.id, 501), own.ships.front()).status, 200);
  web().restore(file);
  EXPECT_EQ(counts(own, vote), before);
  EXPECT_EQ(world().cast(own, vote, world().viewer(own.id, 500), own.ships.front()).text(), "400 already_voted");
  EXPECT_EQ(world().cast(own, vote, world().viewer(own.id, 501), own.ships.front()).status, 200);
}

TEST_F(OperationsTest, ATallyThatDiffersFromItsBallotsIsFound) {
  auto const own = world().set_up_channel();
  auto const vote = world().open_vote(own);
  for (std::uint64_t viewer = 1; viewer <= 3; ++viewer) {
    EXPECT_EQ(world().cast(own, vote, world().viewer(own.id, viewer), own.ships.front()).status, 200);
  }
  TemporaryFolder const copy;
  auto const file = (copy / "shipvote.db").string();
  ASSERT_EQ(web().run_bare({"backup", file, "--data-folder", web().data_folder().string()}).exit_status, 0);
  (void)execute(file, "DELETE FROM ballots WHERE id = " + std::to_string((vote << 32U) + 2));
  auto const checked = web().run_bare({"check", "--data-folder", copy.path().string()});
  EXPECT_EQ(checked.exit_status, 1);
  EXPECT_THAT(checked.output, HasSubstr("vote " + std::to_string(vote) + ": WRONG"));
}

// No secret and no token ends up where others may read it.
TEST_F(OperationsTest, LogsHoldNoSecretsAndNoTokens) {
  auto const own = world().set_up_channel();
  auto const vote = world().open_vote(own);
  auto const token = world().viewer(own.id, 1);
  EXPECT_EQ(world().cast(own, vote, token, own.ships.front()).status, 200);
  EXPECT_EQ(api().get(own.vote(vote), token + "x").status, 401);
  web().restart();
  auto const log = web().log_text();
  EXPECT_THAT(log, HasSubstr("vote_opened"));
  for (auto const& hidden : {sim::development_secret_base64(), token, token.substr(token.rfind('.') + 1),
                             sim::viewer_name(1), world().simulator.settings().application_id + "&"}) {
    EXPECT_THAT(log, Not(HasSubstr(hidden)));
  }
}

TEST(StopTest, NoListenerAcceptsWhileAnotherStillAnswers) {
  World world{programs(), "StopTest", {"--internal-port", "0"}};
  auto const internal = world.web.internal_url();
  RawConnection const edge{static_cast<std::uint16_t>(std::stoul(internal.substr(internal.rfind(':') + 1)))};
  edge.send(
      "GET /internal/votes HTTP/1.1\r\nHost: here\r\n\r\n"
      "POST /internal/ballots HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\nfive ");
  EXPECT_THAT(edge.receive_until("}"), HasSubstr(" 401 "));
  world.web.program().terminate();
  auto const public_port_refuses = [&] {
    try {
      RawConnection const viewer{world.web.port()};
      return false;
    } catch (std::system_error const&) {
      return true;
    }
  };
  EXPECT_TRUE(eventually(public_port_refuses, std::chrono::seconds{5}));
  EXPECT_TRUE(world.web.program().running()) << "a batch of an edge is still on its way";
  edge.send("more.");
  EXPECT_THAT(edge.receive_until("}"), HasSubstr(" 401 "));
  EXPECT_EQ(world.web.program().wait(), 0);
}

// With places for two connections, the third is told so and not left waiting.
TEST(ConnectionLimitTest, WhoComesWhenTheServerIsFullIsToldSo) {
  World world{programs(), "ConnectionLimitTest", {"--listen-connections", "2", "--listen-event-loops", "1"}};
  constexpr std::string_view ask = "GET /_health HTTP/1.1\r\nHost: here\r\n\r\n";
  std::vector<RawConnection> kept;
  for (int number = 0; number < 2; ++number) {
    kept.emplace_back(world.web.port()).send(ask);
    EXPECT_THAT(kept.back().receive_until(SHIPVOTE_VERSION), HasSubstr("200 OK"));
  }
  RawConnection const third{world.web.port()};
  third.send(ask);
  EXPECT_THAT(third.receive_until("}"),
              AllOf(HasSubstr(" 503 "), HasSubstr("Retry-After: 1"), HasSubstr("overloaded")));
  kept.clear();
  EXPECT_TRUE(eventually([&] { return world.api.get("/_health").status == 200; }));
  EXPECT_NO_THROW(world.web.stop());
}

}  // namespace
}  // namespace shipvote::e2e
