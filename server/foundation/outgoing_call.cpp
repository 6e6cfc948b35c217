#include "foundation/outgoing_call.h"

#include <future>
#include <memory>

namespace shipvote {

OutgoingResult call_and_wait(OutgoingCaller& caller, OutgoingRequest request) {
  auto promise = std::make_shared<std::promise<OutgoingResult>>();
  auto future = promise->get_future();
  caller.call(std::move(request), [promise](OutgoingResult result) { promise->set_value(std::move(result)); });
  return future.get();
}

std::string percent_encoded(std::string_view text) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size() + 16);
  for (unsigned char const byte : text) {
    bool const unreserved = (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
                            (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == '_' || byte == '~';
    if (unreserved) {
      out.push_back(static_cast<char>(byte));
    } else {
      out.push_back('%');
      out.push_back(digits[byte >> 4U]);
      out.push_back(digits[byte & 0x0FU]);
    }
  }
  return out;
}

}  // namespace shipvote
