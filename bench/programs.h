// How the measured programs are called: the one place that knows their flags.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "e2e/program.h"

namespace shipvote::bench {

// An account on the realm `eu` that the simulator knows, with a garage of more than 300 ships.
inline constexpr char const* simulated_account = "SeaCaptain";

// The secret, as bytes, that the simulator starts with and that shipvote-web is given.
[[nodiscard]] std::string development_secret();

// Starts shipvote-sim on `port`; its log goes to `folder`.
[[nodiscard]] e2e::Program launch_simulator(std::filesystem::path const& programs, std::filesystem::path const& folder,
                                            std::uint16_t port, std::optional<int> core);

// The settings file of a shipvote-web on that folder, and where a program tells its ports once it is ready.
[[nodiscard]] std::filesystem::path settings_of(std::filesystem::path const& folder);
[[nodiscard]] std::filesystem::path announcement_of(std::filesystem::path const& folder);

// Starts shipvote-web on `port` with its data, settings and log in `folder`. `flags` come on top of the settings.
[[nodiscard]] e2e::Program launch_web_server(std::filesystem::path const& programs, std::filesystem::path const& folder,
                                             std::uint16_t port, std::uint16_t simulator_port, std::optional<int> core,
                                             std::vector<std::string> const& flags);

struct EdgeLaunch {
  std::filesystem::path settings;  // the file of its shipvote-web
  std::uint16_t internal_port = 0;
  std::size_t number = 1;  // of the edges, from 1
  std::size_t of = 1;
};
// Starts shipvote-api on any free ports with its log in `folder`.
[[nodiscard]] e2e::Program launch_edge(std::filesystem::path const& programs, std::filesystem::path const& folder,
                                       EdgeLaunch const& edge, std::optional<int> core);

}  // namespace shipvote::bench
