// How the measured programs are called: the one place that knows their flags.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "bench/process.h"

namespace shipvote::bench {

// An account on the realm `eu` that the simulator knows, with a garage of more than 300 ships.
inline constexpr char const* simulated_account = "SeaCaptain";

// The secret, as bytes, that the simulator starts with and that shipvote-web is given.
[[nodiscard]] std::string development_secret();

// Starts shipvote-sim on `port`; its log goes to `folder`.
[[nodiscard]] Process launch_simulator(std::filesystem::path const& programs, std::filesystem::path const& folder,
                                       std::uint16_t port, std::optional<int> core);

// Starts shipvote-web on `port` with its data, settings and log in `folder`.
[[nodiscard]] Process launch_web_server(std::filesystem::path const& programs, std::filesystem::path const& folder,
                                        std::uint16_t port, std::uint16_t simulator_port, std::optional<int> core);

}  // namespace shipvote::bench
