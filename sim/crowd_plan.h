// What each viewer of a crowd is going to do; decided by the seed and the viewer's number alone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "foundation/time.h"
#include "sim/crowd.h"

namespace shipvote::sim {

enum class ViewerHabit { ordinary, bad_token, anonymous, wrong_ship };

struct ViewerPlan {
  ViewerHabit habit = ViewerHabit::ordinary;
  std::vector<ShipId> ballots;  // one, or two for a viewer who votes twice
};

// What is wrong with the settings, in words; empty when nothing is.
[[nodiscard]] std::string crowd_problem(CrowdSettings const& settings);
[[nodiscard]] ViewerPlan plan_viewer(CrowdSettings const& settings, std::uint64_t number);
// The token that this viewer shows.
[[nodiscard]] std::string viewer_token(CrowdSettings const& settings, std::uint64_t number, ViewerHabit habit,
                                       TimePoint now);
[[nodiscard]] std::string ballot_request(CrowdSettings const& settings, std::string_view host, std::string_view token,
                                         ShipId ship);
// "200", or status and code of a refusal: "400 already_voted".
[[nodiscard]] std::string answer_name(int status, std::string_view body);

}  // namespace shipvote::sim
