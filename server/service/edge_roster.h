// Which edges ask shipvote-web for changes, and whether every share of the channels is served by exactly one of them.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

#include "foundation/time.h"
#include "ops/live_sides.h"

namespace shipvote::service {

struct KnownEdge {
  std::string name;
  std::string run;  // chance: another one at every start of an edge
  ops::ChannelShare share;
  TimePoint last_asked;   // no date
  bool replaced = false;  // another run of that name came later, and this one has not asked since
  friend bool operator==(KnownEdge const&, KnownEdge const&) = default;
};

// What is wrong with the shares of these edges, in words; empty when each is served by exactly one.
[[nodiscard]] std::string share_faults(std::vector<KnownEdge> const& edges);

// Thread-safe. Remembers limits::edges_remembered edges, the newest; one that has not asked for limits::edge_silent is
// gone. An edge that starts again takes the place of its last run; two that share a name are told from that because
// both go on asking.
class EdgeRoster {
 public:
  EdgeRoster(ops::LiveMessages live_messages, SteadySource const& time) : live_messages_(live_messages), time_(time) {}

  void asked(std::string const& name, std::string const& run, ops::ChannelShare share);
  [[nodiscard]] std::vector<KnownEdge> present() const;  // by name
  // What is wrong now; nothing where the edges send no messages. Whenever that changes, a line is logged.
  std::string look();
  // "live messages are sent by edges; edges: a (1/2), b (2/2)", with the faults: for the operator.
  [[nodiscard]] std::string text();

 private:
  ops::LiveMessages const live_messages_;
  SteadySource const& time_;
  mutable std::mutex mutex_;
  std::vector<KnownEdge> edges_;
  std::string faults_;  // the last time
};

}  // namespace shipvote::service
