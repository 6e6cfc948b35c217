// Reads JSON bodies field by field and gathers what is wrong with them.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/outcome.h"
#include "http/message.h"

namespace shipvote::web {

// The body as a JSON object; refused when the content type is not JSON, or the bytes are no JSON object.
[[nodiscard]] Outcome<boost::json::object> read_object(http::Request const& request);

// Each reader returns nothing when the field is missing, null or wrong; a wrong one is noted with what is allowed.
class Form {
 public:
  explicit Form(boost::json::object const& object);

  [[nodiscard]] std::optional<std::string> text(std::string_view key, std::size_t most_bytes);
  [[nodiscard]] std::optional<bool> flag(std::string_view key);
  [[nodiscard]] std::optional<std::uint64_t> number(std::string_view key, std::uint64_t least, std::uint64_t most);
  [[nodiscard]] boost::json::array const* list(std::string_view key);
  // Whether there is such a field, and it is not null.
  [[nodiscard]] bool given(std::string_view key) const { return find(key) != nullptr; }
  // Marks a field as wrong or missing.
  void note(std::string_view key, std::string problem);
  void note_if_missing(std::string_view key);

  [[nodiscard]] bool ok() const noexcept { return refusal_.fields.empty(); }
  // With a message that repeats the fields' problems. Only when not ok().
  [[nodiscard]] Refusal refusal(RefusalCode code) const;

 private:
  [[nodiscard]] boost::json::value const* find(std::string_view key) const;

  boost::json::object const& object_;
  Refusal refusal_;
};

}  // namespace shipvote::web
