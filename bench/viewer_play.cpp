#include "bench/viewer_play.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <stdexcept>
#include <string>

#include "bench/setting.h"
#include "e2e/look_again.h"
#include "live/segment.h"

namespace shipvote::bench {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr milliseconds opens_after = 3s;          // after the first views are there
constexpr milliseconds thinks_longest = 20s;      // before voting
constexpr milliseconds ready_before_end = 500ms;  // no ballot is sent later
constexpr milliseconds asks_at_latest = 15s;      // after waking

TimePoint now_ms() { return SystemTime{}.now(); }

std::optional<VoteId> first_open_vote(OutgoingResponse const& response) {
  auto const body = json::parse(response.body);
  auto const& votes = body.at("data").as_array();
  if (votes.empty()) return std::nullopt;
  return VoteId{votes.front().at("id").to_number<std::uint32_t>()};
}

std::optional<VoteId> vote_if_open(OutgoingResponse const& response) {
  auto const body = json::parse(response.body);
  auto const& vote = body.at("data");
  if (vote.at("status").as_string() != "open") return std::nullopt;
  return VoteId{vote.at("id").to_number<std::uint32_t>()};
}

bool is_good(OutgoingResponse const* response) { return response != nullptr && response->status == 200; }

// Of any errand but the ballot.
ViewAnswer answer_in(Answered const& answered) {
  auto const* response = std::get_if<OutgoingResponse>(&answered.result);
  if (!is_good(response)) {
    return {response != nullptr && response->status == 404 ? AnswerKind::not_found : AnswerKind::failed, std::nullopt};
  }
  if (answered.errand == Errand::open_vote) return {AnswerKind::told, first_open_vote(*response)};
  if (answered.errand == Errand::known_vote) return {AnswerKind::told, vote_if_open(*response)};
  return {AnswerKind::told, std::nullopt};
}

Question question_of(Errand errand) {
  if (errand == Errand::open_vote) return Question::open_vote;
  return errand == Errand::settings ? Question::settings : Question::known_vote;
}

}  // namespace

ViewerPlay::ViewerPlay(e2e::World& world, PlayPlan const& plan)
    : world_(world),
      plan_(plan),
      channel_(world.set_up_channel("SeaCaptain")),
      channel_id_(*parse_id<ChannelId>(channel_.id)),
      client_(http::Client::start({})) {
  channel_.ships.resize(std::min(channel_.ships.size(), ships_on_vote));
  viewers_.reserve(plan_.viewers);
  for (std::size_t number = 0; number < plan_.viewers; ++number) viewers_.emplace_back(plan_.seed * 1'000'003 + number);
  sim::DeliveryKnobs knobs;
  knobs.loss = plan_.messages_lost;
  world_.simulator.delivery().set_knobs(knobs);
}

PlayFigures ViewerPlay::play() {
  if (!e2e::eventually([&] { return world_.simulator.helix().segment("developer", channel_.id).has_value(); }))
    throw std::runtime_error("the channel's segment is not written");
  auto const opens = now_ms() + opens_after;
  ends_at_ = opens + plan_.vote_lasts;
  plan_lives(opens);
  auto const over = ends_at_ + plan_.vote_lasts + asks_at_latest;
  for (bool opened = false; now_ms() < over; e2e::pause_before_looking_again()) {
    auto const now = now_ms();
    if (!opened && now >= opens) {
      world_.open_vote(channel_, {{"scheduled_end", iso8601(ends_at_)}});
      opened = true;
    }
    read_messages(now);
    read_answers(now);
    while (!happenings_.empty() && happenings_.top().at <= now) {
      auto const next = happenings_.top();
      happenings_.pop();
      happen(next, now);
    }
  }
  client_->stop();
  for (auto const& viewer : viewers_) {
    figures_.awake += viewer.awake ? 1 : 0;
    figures_.know_the_result += viewer.awake && viewer.view.result() ? 1 : 0;
  }
  return figures_;
}

void ViewerPlay::plan_lives(TimePoint opens) {
  auto const lasts = milliseconds{plan_.vote_lasts};
  for (std::size_t number = 0; number < viewers_.size(); ++number) {
    auto& chance = viewers_[number].chance;
    bool const late = chance.happens(plan_.arrive_in_the_middle);
    auto const arrives = late ? opens + chance.between(lasts / 10, lasts * 8 / 10) : now_ms();
    plan(arrives, Turn::arrive, number);
    if (!chance.happens(plan_.sleep_for_a_while)) continue;
    auto const sleeps = std::max(arrives, opens) + chance.between(1s, lasts);
    plan(sleeps, Turn::sleep, number);
    plan(sleeps + chance.between(5s, lasts), Turn::wake, number);
  }
}

void ViewerPlay::happen(Happening const& happening, TimePoint now) {
  auto& viewer = viewers_[happening.viewer];
  switch (happening.turn) {
    case Turn::arrive: return arrive(happening.viewer, now);
    case Turn::vote: return vote(happening.viewer, now);
    case Turn::ask: return ask(happening.viewer, viewer.view.ask(now));
    case Turn::sleep:
      viewer.awake = false;
      viewer.view.look_away(now);
      return;
    case Turn::wake:
      viewer.awake = true;
      viewer.view.look_again(now);
      think_about_voting(happening.viewer, now);
      plan_asking(happening.viewer);
      return;
  }
}

void ViewerPlay::arrive(std::size_t viewer, TimePoint now) {
  std::optional<Told> told;
  if (auto const segment = world_.simulator.helix().segment("developer", channel_.id)) {
    if (auto const read = live::decode_segment(segment->content)) told = told_by(read->snapshot);
  }
  viewers_[viewer].view.begin(now, told);
  world_.simulator.delivery().listen(channel_.id, {}, stream_to(viewer, messages_));
  think_about_voting(viewer, now);
  plan_asking(viewer);
}

void ViewerPlay::read_messages(TimePoint now) {
  for (auto const& [number, event] : messages_->take_all()) {
    auto found = told_.find(event);
    if (found == told_.end()) found = told_.emplace(event, told_by_event(*event)).first;
    auto& viewer = viewers_[number];
    if (!found->second || !viewer.awake) continue;  // nothing reaches a sleeping view, or ever will
    viewer.view.hear(now, *found->second);
    think_about_voting(number, now);
    plan_asking(number);
  }
}

void ViewerPlay::think_about_voting(std::size_t number, TimePoint now) {
  auto& viewer = viewers_[number];
  if (viewer.ballot_planned || viewer.ballot_sent || !viewer.awake || !viewer.view.open_vote()) return;
  auto const left = ends_at_ - ready_before_end - now;
  if (left < 1s) return;
  viewer.ballot_planned = true;
  plan(now + viewer.chance.between(1s, std::min<milliseconds>(left, thinks_longest)), Turn::vote, number);
}

void ViewerPlay::vote(std::size_t number, TimePoint now) {
  auto& viewer = viewers_[number];
  viewer.ballot_planned = false;  // who fell asleep over it thinks again
  auto const open = viewer.view.open_vote();
  if (!viewer.awake || !open || now > ends_at_ - ready_before_end) return;
  viewer.ballot_sent = true;
  auto const ship = channel_.ships[viewer.chance.below(channel_.ships.size())];
  OutgoingRequest request;
  request.method = "POST";
  request.url = world_.web.url() + channel_.submit(open->value);
  request.headers = {token_of(number), {"Content-Type", "application/json"}};
  request.body = "{\"ship_id\":" + ship.text() + "}";
  send(number, Errand::ballot, std::move(request));
}

void ViewerPlay::ask(std::size_t number, std::vector<Question> const& questions) {
  for (auto const question : questions) {
    OutgoingRequest request;
    switch (question) {
      case Question::open_vote:
        request.url = world_.web.url() + channel_.votes() + "?status=open";
        send(number, Errand::open_vote, std::move(request));
        break;
      case Question::settings:
        request.url = world_.web.url() + channel_.path();
        send(number, Errand::settings, std::move(request));
        break;
      case Question::known_vote:
        request.url = world_.web.url() + channel_.vote(viewers_[number].view.open_vote()->value);
        request.headers = {token_of(number)};
        send(number, Errand::known_vote, std::move(request));
        break;
    }
  }
}

std::pair<std::string, std::string> ViewerPlay::token_of(std::size_t viewer) const {
  return {"Authorization", "Bearer " + world_.viewer(channel_.id, viewer + 1)};
}

void ViewerPlay::plan_asking(std::size_t viewer) {
  if (auto const due = viewers_[viewer].view.due()) plan(*due, Turn::ask, viewer);
}

void ViewerPlay::send(std::size_t viewer, Errand errand, OutgoingRequest request) {
  ++figures_.asked[static_cast<std::size_t>(errand)];
  client_->call(std::move(request),
                [inbox = answers_, viewer, errand, asking = viewers_[viewer].view.asking()](OutgoingResult result) {
                  inbox->put({viewer, errand, asking, std::move(result)});
                });
}

void ViewerPlay::read_answers(TimePoint now) {
  for (auto const& answered : answers_->take_all()) {
    read_answer(answered, now);
    think_about_voting(answered.view, now);
    plan_asking(answered.view);
  }
}

void ViewerPlay::read_answer(Answered const& answered, TimePoint now) {
  bool const good = is_good(std::get_if<OutgoingResponse>(&answered.result));
  if (!good) ++figures_.refused;
  if (answered.errand == Errand::ballot) {
    figures_.ballots_counted += good ? 1 : 0;
    return;
  }
  auto& view = viewers_[answered.view].view;
  ask(answered.view, view.answered(now, answered.asking, question_of(answered.errand), answer_in(answered)));
}

}  // namespace shipvote::bench
