#include "bench/edge_server.h"

#include <stdexcept>
#include <string>

#include "bench/programs.h"

namespace shipvote::bench {

EdgeServer::EdgeServer(std::filesystem::path const& programs, std::filesystem::path const& folder, WebServer const& web,
                       std::size_t number, std::size_t of, std::optional<int> core)
    : process_(launch_edge(programs, folder, {web.settings_file(), web.internal_port(), number, of}, core)) {
  auto const announced = e2e::wait_for_announcement(process_, announcement_of(folder), longest_start);
  port_ = static_cast<std::uint16_t>(std::stoul(announced.at("port")));
  operator_port_ = static_cast<std::uint16_t>(std::stoul(announced.at("operator_port")));
  wait_until_answering(operator_port_, process_, "/readyz");
}

void EdgeServer::stop() {
  if (process_.running() && process_.stop() == 0) return;
  throw std::runtime_error("shipvote-api did not end well: " + process_.ending() + "; see " + process_.log().string());
}

}  // namespace shipvote::bench
