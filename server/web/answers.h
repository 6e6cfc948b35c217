// Answers in the one form that all routes share.
#pragma once

#include <string_view>

#include "foundation/refusal.h"
#include "http/message.h"

namespace shipvote::web {

// {"ok":false,"code":…,"message":…}, with "errors" by field where the refusal names fields, and the status of its code.
[[nodiscard]] http::Response refused(Refusal const& refusal);

// For a change of which nobody knows whether it was made.
[[nodiscard]] http::Response outcome_unknown();

// {"ok":true}
[[nodiscard]] http::Response ok();

[[nodiscard]] int status_of(RefusalCode code) noexcept;

}  // namespace shipvote::web
