#include "sim/faults.h"

namespace shipvote::sim {
namespace {

constexpr std::array<std::string_view, fault_kinds> texts = {
    "none",     "rate_limited",  "server_error", "server_error_done",
    "time_out", "time_out_done", "unauthorized", "unavailable",
};

std::size_t position(Fault fault) { return static_cast<std::size_t>(fault); }

}  // namespace

std::string_view fault_text(Fault fault) noexcept { return texts.at(position(fault)); }

std::optional<Fault> parse_fault(std::string_view text) noexcept {
  for (std::size_t index = 1; index < texts.size(); ++index) {
    if (texts.at(index) == text) return static_cast<Fault>(index);
  }
  return std::nullopt;
}

void Faults::set(Fault fault, std::uint64_t next, double fraction) {
  std::scoped_lock const lock(mutex_);
  auto& rule = rules_.at(position(fault));
  rule.next = next;
  rule.fraction = fraction;
}

void Faults::clear() {
  std::scoped_lock const lock(mutex_);
  for (auto& rule : rules_) {
    rule.next = 0;
    rule.fraction = 0;
  }
}

Fault Faults::draw() {
  std::scoped_lock const lock(mutex_);
  for (std::size_t index = 1; index < rules_.size(); ++index) {
    auto& rule = rules_.at(index);
    if (rule.next == 0) continue;
    --rule.next;
    ++rule.given;
    return static_cast<Fault>(index);
  }
  double drawn = chance_.unit();
  for (std::size_t index = 1; index < rules_.size(); ++index) {
    auto& rule = rules_.at(index);
    if (drawn < rule.fraction) {
      ++rule.given;
      return static_cast<Fault>(index);
    }
    drawn -= rule.fraction;
  }
  return Fault::none;
}

FaultRules Faults::rules() const {
  std::scoped_lock const lock(mutex_);
  return rules_;
}

}  // namespace shipvote::sim
