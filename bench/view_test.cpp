// docs/view-asking-cases.json: the rules of docs/live-messages.md section 7, case by case. The extension's own views
// are held to the same file (extension/src/vote/catch_up.test.ts).
#include "bench/view.h"

#include <gtest/gtest.h>

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstddef>
#include <deque>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shipvote::bench {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

constexpr char const* asking_cases = SHIPVOTE_SOURCE_DIR "/docs/view-asking-cases.json";
constexpr TimePoint case_begins{milliseconds{1'795'000'000'000}};
constexpr std::array<std::string_view, 3> question_names{"open_vote", "settings", "known_vote"};

std::optional<VoteId> vote_in(json::object const& object, std::string_view name) {
  auto const* id = object.if_contains(name);
  return id != nullptr ? std::optional{VoteId{id->to_number<std::uint32_t>()}} : std::nullopt;
}

Told told_in(json::value const& told, TimePoint written_at) {
  auto const sequence = static_cast<std::uint64_t>(written_at.time_since_epoch().count());
  return {sequence, vote_in(told.as_object(), "open"), vote_in(told.as_object(), "result")};
}

Question question_named(std::string_view name) {
  std::size_t place = 0;
  while (question_names.at(place) != name) ++place;
  return static_cast<Question>(place);
}

// A number is a vote that is open, null that none is.
ViewAnswer view_answer(json::value const& answer) {
  if (answer.is_null()) return {AnswerKind::told, std::nullopt};
  if (answer.is_number()) return {AnswerKind::told, VoteId{answer.to_number<std::uint32_t>()}};
  if (answer == "failed") return {AnswerKind::failed, std::nullopt};
  if (answer == "not_found") return {AnswerKind::not_found, std::nullopt};
  EXPECT_TRUE(answer == "told" || answer == "closed") << answer;
  return {AnswerKind::told, std::nullopt};
}

class ViewInCase {
 public:
  explicit ViewInCase(double chance) : view_([chance] { return chance; }) {}

  void take(json::object const& step) {
    now_ = case_begins + milliseconds{step.at("at").as_int64()};
    while (view_.due() && *view_.due() <= now_) {
      auto const due = *view_.due();
      note(view_.ask(due), due);
    }
    expect_asked(step);
    for (auto const& [what, value] : step) happen(what, value, step);
  }

  void expect_nothing_more() const { EXPECT_EQ(asked_, Asked{}); }

 private:
  using Asked = std::vector<std::pair<std::string, TimePoint>>;

  void note(std::vector<Question> const& questions, TimePoint at) {
    for (auto const question : questions) {
      auto const place = static_cast<std::size_t>(question);
      asked_.emplace_back(question_names.at(place), at);
      unanswered_.at(place).push_back(view_.asking());
    }
  }

  // What was asked since the step before, each at the time of this one.
  void expect_asked(json::object const& step) {
    Asked expected;
    if (auto const* asked = step.if_contains("asked")) {
      for (auto const& question : asked->as_array()) expected.emplace_back(question.as_string(), now_);
    }
    EXPECT_EQ(asked_, expected) << json::serialize(step);
    asked_.clear();
  }

  void happen(std::string_view what, json::value const& value, json::object const& step) {
    if (what == "begins") {
      view_.begin(now_, value.is_null() ? std::nullopt : std::optional{told_in(value, now_)});
    } else if (what == "told") {
      auto const* written_at = step.if_contains("written_at");
      view_.hear(now_,
                 told_in(value, written_at != nullptr ? case_begins + milliseconds{written_at->as_int64()} : now_));
    } else if (what == "seen") {
      value.as_bool() ? view_.look_again(now_) : view_.look_away(now_);
    } else if (what == "answers") {
      for (auto const& [question, answer] : value.as_object()) give(question_named(question), view_answer(answer));
    } else if (what == "knows") {
      EXPECT_EQ(view_.open_vote(), vote_in(value.as_object(), "open")) << json::serialize(step);
      EXPECT_EQ(view_.result(), vote_in(value.as_object(), "result")) << json::serialize(step);
    } else {
      EXPECT_TRUE(what == "at" || what == "asked" || what == "written_at") << what;
    }
  }

  // The oldest asking of that question is answered.
  void give(Question question, ViewAnswer const& answer) {
    auto& askings = unanswered_.at(static_cast<std::size_t>(question));
    ASSERT_FALSE(askings.empty()) << "was not asked";
    auto const asking = askings.front();
    askings.pop_front();
    note(view_.answered(now_, asking, question, answer), now_);
  }

  View view_;
  TimePoint now_ = case_begins;
  Asked asked_;
  std::array<std::deque<std::uint64_t>, question_names.size()> unanswered_;
};

TEST(ViewTest, AsksWhatTheCasesSayAndNothingElse) {
  std::ifstream file(asking_cases);
  auto const cases = json::parse(std::string{std::istreambuf_iterator<char>(file), {}});
  ASSERT_FALSE(cases.as_array().empty());
  for (auto const& one : cases.as_array()) {
    SCOPED_TRACE(json::serialize(one.at("name")));
    ViewInCase view{one.at("chance").to_number<double>()};
    for (auto const& step : one.at("steps").as_array()) view.take(step.as_object());
    view.expect_nothing_more();
  }
}

}  // namespace
}  // namespace shipvote::bench
