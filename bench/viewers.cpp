#include "bench/viewers.h"

#include <string>

#include "bench/figure_text.h"
#include "bench/metrics_page.h"
#include "bench/viewer_play.h"
#include "e2e/world.h"

namespace shipvote::bench {
namespace {

constexpr double aimed_other_requests = 0.05;

// What the server itself has counted of its viewers' requests.
struct ServersAccount {
  double ballots = 0;
  double others = 0;
};

ServersAccount account_of(e2e::World& world) {
  MetricsPage const page{world.api.operator_page("/metrics").body};
  auto const requests = [&](std::string const& method, std::string const& route) {
    std::string const label = "method=\"" + method + "\",route=\"/api/channels/:id" + route + "\"";
    return page.sum("shipvote_http_route_requests_total", label);
  };
  return {requests("POST", "/votes/:vote_id/submit"),
          requests("GET", "") + requests("GET", "/votes") + requests("GET", "/votes/:vote_id")};
}

}  // namespace

Section measure_viewers(Setting const& setting) {
  PlayPlan plan;
  plan.viewers = setting.extent.viewers;
  plan.vote_lasts = setting.extent.viewers_vote_lasts;
  say("a vote with " + std::to_string(plan.viewers) + " viewers; takes " +
      std::to_string(2 * plan.vote_lasts.count() + 18) + " s");
  e2e::World world{setting.programs, "bench-viewers"};
  ViewerPlay play{world, plan};
  auto const before = account_of(world);
  auto const seen = play.play();
  auto const after = account_of(world);
  auto const delivery = world.simulator.delivery().figures();

  auto const viewers = static_cast<double>(plan.viewers);
  double const ballots = static_cast<double>(seen.of(Errand::ballot)) / viewers;
  double const others =
      static_cast<double>(seen.of(Errand::open_vote) + seen.of(Errand::settings) + seen.of(Errand::known_vote)) /
      viewers;
  double const counted_by_server = (after.others - before.others) / viewers;
  Section section{"viewers", {}, {}};
  section.figures = {{"viewers", plan.viewers},
                     {"ballots_per_viewer", rounded(ballots, 10'000)},
                     {"other_requests_per_viewer", rounded(others, 10'000)},
                     {"other_requests_per_viewer_by_the_server", rounded(counted_by_server, 10'000)},
                     {"ballots_counted", seen.ballots_counted},
                     {"know_the_result", seen.know_the_result},
                     {"messages_delivered", delivery.delivered},
                     {"messages_lost", delivery.lost}};
  auto& lines = section.lines;
  lines.push_back(
      line("%zu viewers of a vote of %lld s: %.0f%% of messages lost, %.0f%% arrive in the middle, %.0f%% sleep",
           plan.viewers, static_cast<long long>(plan.vote_lasts.count()), plan.messages_lost * 100,
           plan.arrive_in_the_middle * 100, plan.sleep_for_a_while * 100));
  lines.push_back(line("  %.2f ballots a viewer: %llu sent, %llu counted; the others slept until the end", ballots,
                       static_cast<unsigned long long>(seen.of(Errand::ballot)),
                       static_cast<unsigned long long>(seen.ballots_counted)));
  lines.push_back(
      line("  %.4f other requests a viewer: open vote %llu, settings %llu, result %llu; %.4f by the server's account",
           others, static_cast<unsigned long long>(seen.of(Errand::open_vote)),
           static_cast<unsigned long long>(seen.of(Errand::settings)),
           static_cast<unsigned long long>(seen.of(Errand::known_vote)), counted_by_server));
  lines.push_back(line("  %llu of %llu awake views know the result; %llu messages delivered, %llu lost",
                       static_cast<unsigned long long>(seen.know_the_result),
                       static_cast<unsigned long long>(seen.awake), static_cast<unsigned long long>(delivery.delivered),
                       static_cast<unsigned long long>(delivery.lost)));
  if (seen.refused > 0) {
    lines.push_back(
        line("    %llu requests were refused or not answered", static_cast<unsigned long long>(seen.refused)));
  }
  if (others > aimed_other_requests || counted_by_server > aimed_other_requests) {
    lines.push_back(line("    above the aim: at most %.2f other requests a viewer", aimed_other_requests));
  }
  return section;
}

}  // namespace shipvote::bench
