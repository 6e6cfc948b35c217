// What the parts of both programs are made with, from the settings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "foundation/log.h"
#include "foundation/outcome.h"
#include "http/server.h"
#include "ops/announcement.h"
#include "ops/settings.h"
#include "twitch/helix.h"
#include "twitch/token.h"

namespace shipvote::app {

[[nodiscard]] std::size_t loops_for(ops::ListenSettings const& listen);
// Of texts that the settings have checked.
[[nodiscard]] std::vector<twitch::Secret> decoded(std::vector<std::string> const& secrets);
[[nodiscard]] twitch::HelixSettings helix_settings(ops::TwitchSettings const& twitch);
[[nodiscard]] http::ServerSettings public_listener(ops::Settings const& settings);
// A listener for the operator's own programs, with usual limits.
[[nodiscard]] http::ServerSettings private_listener(std::string const& address, std::uint16_t port);
// 64 bits of chance.
[[nodiscard]] std::uint64_t drawn_seed();
// Everything listens: says where, in the log beside what else is told of the program, and in announce.file if there is
// to be one.
[[nodiscard]] Outcome<void> announce_ports(ops::Settings const& settings, ops::Announcement const& ports,
                                           std::vector<log::Field> const& told);
// Every connection needs a descriptor; what the system grants by default is a thousand.
void raise_descriptor_limit(std::size_t connections);

}  // namespace shipvote::app
