// Everything that shipvote-api consists of, in the order in which it starts.
#pragma once

#include <memory>

#include "foundation/outcome.h"
#include "ops/settings.h"

namespace shipvote::app {

// Makes, starts and stops the parts. Used by one thread. Starts whether shipvote-web can be reached or not.
class ApiParts {
 public:
  // Refused, with nothing left running, when a part cannot start: the words are for the operator.
  [[nodiscard]] static Outcome<std::unique_ptr<ApiParts>> start(ops::Settings const& settings);
  ~ApiParts();

  // Stops accepting, answers what is in flight, ends every thread. Idempotent.
  void stop();

 private:
  struct Parts;
  explicit ApiParts(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace shipvote::app
