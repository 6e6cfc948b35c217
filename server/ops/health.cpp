#include "ops/health.h"

#include <algorithm>
#include <exception>
#include <stdexcept>

#include "foundation/log.h"

namespace shipvote::ops {
namespace {

// Names stand in the JSON as they are.
bool is_plain(std::string const& name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char character) {
    return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') || character == '_';
  });
}

Outcome<void> run_guarded(std::function<Outcome<void>()> const& check) {
  try {
    return check();
  } catch (std::exception const& error) {
    return Refusal{RefusalCode::internal, "the check failed", error.what()};
  }
}

}  // namespace

bool Health::taken(std::string const& name) const {
  auto const same = [&name](auto const& each) { return each.name == name; };
  return std::any_of(checks_.begin(), checks_.end(), same) || std::any_of(notes_.begin(), notes_.end(), same);
}

void Health::add(std::string name, std::function<Outcome<void>()> check) {
  std::lock_guard const lock{mutex_};
  if (!is_plain(name) || taken(name)) {
    throw std::invalid_argument("a health check needs a plain name of its own: " + name);
  }
  checks_.push_back({std::move(name), std::move(check), true});
}

void Health::add_note(std::string name, std::function<std::string()> text) {
  std::lock_guard const lock{mutex_};
  if (!is_plain(name) || taken(name)) throw std::invalid_argument("a note needs a plain name of its own: " + name);
  notes_.push_back({std::move(name), std::move(text)});
}

std::string Health::notes() const {
  if (notes_.empty()) return {};
  std::string entries;
  for (Note const& note : notes_) {
    auto text = note.text();
    std::erase_if(text, [](char character) {
      return character == '"' || character == '\\' || static_cast<unsigned char>(character) < ' ';
    });
    entries += (entries.empty() ? "\"" : ",\"") + note.name + "\":\"" + text + "\"";
  }
  return R"(,"notes":{)" + entries + "}";
}

HealthReport Health::report() {
  std::lock_guard const lock{mutex_};
  HealthReport report;
  std::string entries;
  for (Check& check : checks_) {
    auto const outcome = run_guarded(check.run);
    std::string_view const state = outcome ? "ok" : code_text(outcome.refusal().code);
    entries += (entries.empty() ? "\"" : ",\"") + check.name + "\":\"";
    entries.append(state).append("\"");
    report.good = report.good && outcome.ok();
    if (outcome.ok() == check.good) continue;
    check.good = outcome.ok();
    if (check.good) {
      log::info("health_restored", {{"check", check.name}});
    } else {
      log::error("health_lost", {{"check", check.name},
                                 {"code", state},
                                 {"message", outcome.refusal().message},
                                 {"detail", outcome.refusal().detail}});
    }
  }
  report.body =
      std::string{R"({"ok":)"} + (report.good ? "true" : "false") + R"(,"checks":{)" + entries + "}" + notes() + "}";
  return report;
}

}  // namespace shipvote::ops
