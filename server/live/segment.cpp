#include "live/segment.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "live/fitting.h"

namespace shipvote::live {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view content_start = R"({"live":")";
constexpr std::string_view content_end = R"("})";
constexpr std::size_t escapes = 4;  // the quotes, where the content travels as a JSON string itself
constexpr std::chrono::milliseconds quota_window = 1min;

}  // namespace

EncodedSegment encode_segment(Snapshot const& snapshot, std::size_t most_bytes) {
  std::size_t const around = content_start.size() + content_end.size() + escapes;
  FittedText fitted = fit(snapshot, most_bytes - std::min(most_bytes, around));
  std::string content(content_start);
  content.append(fitted.text).append(content_end);
  return {std::move(content), fitted.leftover};
}

std::optional<Unpacked> decode_segment(std::string_view content) {
  // Exactly what encode_segment() writes; views read it with any JSON parser.
  if (!content.starts_with(content_start) || !content.ends_with(content_end)) return std::nullopt;
  if (content.size() < content_start.size() + content_end.size()) return std::nullopt;
  content.remove_prefix(content_start.size());
  content.remove_suffix(content_end.size());
  return unpack(content);
}

void SegmentPace::want(TimePoint at, SegmentTurn turn) {
  given_up_ = false;
  turn_ = wanted_at_ ? std::min(turn_, turn) : turn;
  wanted_at_ = wanted_at_ ? std::min(*wanted_at_, at) : at;
}

void SegmentPace::counts_changed(TimePoint now) {
  if (given_up_) return;
  want(std::max(now, last_write_ + limits::segment_tally_spacing), SegmentTurn::tally);
}

std::optional<TimePoint> SegmentPace::due() const {
  if (in_flight_ || !wanted_at_) return std::nullopt;
  return std::max({*wanted_at_, writes_[oldest_] + quota_window, retry_.blocked_until()});
}

bool SegmentPace::take(TimePoint now) {
  auto const due_at = due();
  if (!due_at || *due_at > now) return false;
  writes_[oldest_] = now;
  oldest_ = (oldest_ + 1) % writes_.size();
  last_write_ = now;
  wanted_at_.reset();
  turn_ = SegmentTurn::repair;
  in_flight_ = true;
  return true;
}

bool SegmentPace::sent(SendResult const& result, TimePoint now, double chance) {
  if (!in_flight_) std::abort();
  in_flight_ = false;
  retry_.heard(result, now, chance);
  switch (result.verdict) {
    case SendVerdict::accepted: return false;
    case SendVerdict::invalid:
      if (wanted_at_ && turn_ != SegmentTurn::tally) return false;  // what has changed meanwhile deserves its try
      wanted_at_.reset();
      turn_ = SegmentTurn::repair;
      given_up_ = true;
      return true;
    case SendVerdict::rejected: want(now, SegmentTurn::repair); return false;
    default: want(now, SegmentTurn::tally); return false;
  }
}

TimePoint SegmentPace::quota_full_at() const { return last_write_ + quota_window; }

void SegmentPace::shift(std::chrono::milliseconds by) {
  for (TimePoint& write : writes_) write += by;
  last_write_ += by;
  if (wanted_at_) *wanted_at_ += by;
  retry_.shift(by);
}

}  // namespace shipvote::live
