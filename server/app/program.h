// What the main functions of the programs have in common.
#pragma once

#include <csignal>

#include "foundation/refusal.h"
#include "ops/settings.h"

namespace shipvote::app {

inline constexpr int failed = 1;
inline constexpr int bad_settings = 2;

// Each prints, and returns the exit status.
int print_faults(ops::SettingFaults const& faults, ops::Program program);
int print_refusal(Refusal const& refusal);

// Blocks the signals that end the program, for this thread and all that it starts. Before the first thread.
[[nodiscard]] sigset_t block_ending_signals();
// Until one of them comes, and logs it.
void wait_for_end(sigset_t const& signals);

}  // namespace shipvote::app
