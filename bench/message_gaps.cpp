#include "bench/message_gaps.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <stdexcept>
#include <string>

#include "bench/web_server.h"

namespace shipvote::bench {

MessageGaps gaps_of(std::vector<std::vector<TimePoint>> const& arrivals) {
  std::vector<double> gaps;
  for (auto const& times : arrivals) {
    for (std::size_t at = 1; at < times.size(); ++at) {
      gaps.push_back(static_cast<double>((times[at] - times[at - 1]).count()));
    }
  }
  if (gaps.empty()) return {};
  std::sort(gaps.begin(), gaps.end());
  auto const at_share = [&](std::size_t hundredths) { return gaps[(gaps.size() - 1) * hundredths / 100]; };
  return {gaps.size(), at_share(50), at_share(99), gaps.back()};
}

MessageGaps gaps_at(std::uint16_t simulator_port, std::vector<ChannelId> const& channels, TimePoint since) {
  std::vector<std::vector<TimePoint>> arrivals;
  for (ChannelId const channel : channels) {
    auto const told = boost::json::parse(get_body(simulator_port, "/control/messages/" + channel.text()));
    auto& times = arrivals.emplace_back();
    for (auto const& message : told.at("messages").as_array()) {
      auto const time = parse_iso8601(message.at("accepted_at").as_string());
      if (!time) throw std::runtime_error("the simulator tells a time that is none");
      if (*time >= since) times.push_back(*time);
    }
  }
  return gaps_of(arrivals);
}

}  // namespace shipvote::bench
