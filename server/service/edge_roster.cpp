#include "service/edge_roster.h"

#include <algorithm>

#include "foundation/limits.h"
#include "foundation/log.h"

namespace shipvote::service {
namespace {

void append(std::string& list, std::string_view separator, std::string_view item) {
  if (!list.empty()) list += separator;
  list += item;
}

}  // namespace

std::string share_faults(std::vector<KnownEdge> const& edges) {
  if (edges.empty()) return "no edge asks, so nobody sends live messages";
  auto const of = edges.front().share.of;
  if (std::any_of(edges.begin(), edges.end(), [of](KnownEdge const& edge) { return edge.share.of != of; })) {
    return "the edges do not agree on the number of shares";
  }
  std::string faults;
  for (std::uint32_t number = 1; number <= of; ++number) {
    std::string names;
    std::size_t servers = 0;
    for (auto const& edge : edges) {
      if (edge.share.number != number) continue;
      append(names, " and ", edge.name);
      ++servers;
    }
    if (servers == 1) continue;
    append(faults, "; ", "share " + ops::ChannelShare{number, of}.text() + " is served by ");
    faults += servers == 0 ? "nobody" : names;
  }
  return faults;
}

void EdgeRoster::asked(std::string const& name, std::string const& run, ops::ChannelShare share) {
  auto const now = time_.now();
  std::lock_guard const lock{mutex_};
  auto found = std::find_if(edges_.begin(), edges_.end(),
                            [&](KnownEdge const& edge) { return edge.name == name && edge.run == run; });
  if (found == edges_.end()) {
    for (auto& edge : edges_) edge.replaced = edge.replaced || edge.name == name;
  }
  if (found == edges_.end() && edges_.size() >= limits::edges_remembered) {
    found = std::min_element(edges_.begin(), edges_.end(), [](KnownEdge const& one, KnownEdge const& other) {
      return one.last_asked < other.last_asked;
    });
  }
  if (found == edges_.end()) found = edges_.insert(edges_.end(), KnownEdge{});
  *found = {name, run, share, now};
}

std::vector<KnownEdge> EdgeRoster::present() const {
  auto const now = time_.now();
  std::vector<KnownEdge> edges;
  {
    std::lock_guard const lock{mutex_};
    std::copy_if(edges_.begin(), edges_.end(), std::back_inserter(edges), [now](KnownEdge const& edge) {
      return !edge.replaced && now - edge.last_asked < limits::edge_silent;
    });
  }
  std::sort(edges.begin(), edges.end(),
            [](KnownEdge const& one, KnownEdge const& other) { return one.name < other.name; });
  return edges;
}

std::string EdgeRoster::look() {
  if (live_messages_ != ops::LiveMessages::edges) return {};
  auto faults = share_faults(present());
  std::lock_guard const lock{mutex_};
  if (faults == faults_) return faults;
  if (faults.empty()) {
    log::info("edge_shares_restored");
  } else {
    log::warning("edge_shares_wrong", {{"why", faults}});
  }
  faults_ = faults;
  return faults;
}

std::string EdgeRoster::text() {
  std::string names;
  for (auto const& edge : present()) append(names, ", ", edge.name + " (" + edge.share.text() + ")");
  std::string text = "live messages are sent by ";
  text += live_messages_ == ops::LiveMessages::off ? "nobody" : ops::live_messages_text(live_messages_);
  text += names.empty() ? "; no edge asks" : "; edges: " + names;
  if (auto const faults = look(); !faults.empty()) text += "; warning: " + faults;
  return text;
}

}  // namespace shipvote::service
