// A value, or an ordinary refusal. The caller has to look before it takes.
#pragma once

#include <cstdlib>
#include <optional>
#include <utility>
#include <variant>

#include "foundation/refusal.h"

namespace shipvote {

// Taking the value of a refused outcome (or the other way round) is an impossible state and aborts.
template <class Value>
class [[nodiscard]] Outcome {
 public:
  Outcome(Value value) : content_(std::in_place_index<0>, std::move(value)) {}        // NOLINT: implicit on purpose
  Outcome(Refusal refusal) : content_(std::in_place_index<1>, std::move(refusal)) {}  // NOLINT: implicit on purpose

  [[nodiscard]] bool ok() const noexcept { return content_.index() == 0; }
  explicit operator bool() const noexcept { return ok(); }

  [[nodiscard]] Value& value() & { return *checked(std::get_if<0>(&content_)); }
  [[nodiscard]] Value const& value() const& { return *checked(std::get_if<0>(&content_)); }
  [[nodiscard]] Value&& value() && { return std::move(*checked(std::get_if<0>(&content_))); }

  [[nodiscard]] Refusal& refusal() & { return *checked(std::get_if<1>(&content_)); }
  [[nodiscard]] Refusal const& refusal() const& { return *checked(std::get_if<1>(&content_)); }
  [[nodiscard]] Refusal&& refusal() && { return std::move(*checked(std::get_if<1>(&content_))); }

 private:
  template <class Pointer>
  static Pointer checked(Pointer pointer) {
    if (pointer == nullptr) std::abort();
    return pointer;
  }

  std::variant<Value, Refusal> content_;
};

// For what either works or is refused, with nothing to hand back.
template <>
class [[nodiscard]] Outcome<void> {
 public:
  Outcome() = default;
  Outcome(Refusal refusal) : refusal_(std::move(refusal)) {}  // NOLINT: implicit on purpose

  [[nodiscard]] bool ok() const noexcept { return !refusal_.has_value(); }
  explicit operator bool() const noexcept { return ok(); }

  [[nodiscard]] Refusal const& refusal() const& {
    if (!refusal_) std::abort();
    return *refusal_;
  }
  [[nodiscard]] Refusal&& refusal() && {
    if (!refusal_) std::abort();
    return std::move(*refusal_);
  }

 private:
  std::optional<Refusal> refusal_;
};

}  // namespace shipvote
