// Everything that shipvote-web consists of, in the order in which it starts.
#pragma once

#include <memory>

#include "foundation/outcome.h"
#include "foundation/time.h"
#include "ops/settings.h"

namespace shipvote::app {

// Makes, starts and stops the parts. Used by one thread.
class WebParts {
 public:
  // Refused, with nothing left running, when a part cannot start: the words are for the operator.
  [[nodiscard]] static Outcome<std::unique_ptr<WebParts>> start(ops::Settings const& settings);
  ~WebParts();

  // Stops accepting, answers what is in flight, commits, ends every thread. Idempotent.
  void stop();

 private:
  struct Parts;
  void drain_listeners();
  explicit WebParts(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace shipvote::app
