// What the methods of the stand-in for the Wargaming API share: answers in its form, and reading parameters.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "http/message.h"
#include "sim/field_filter.h"
#include "sim/wargaming.h"

namespace shipvote::sim {

// HTTP 200 with slashes escaped in the way of the real API.
[[nodiscard]] http::Response wargaming_answer(boost::json::value const& body);
[[nodiscard]] http::Response wargaming_ok(boost::json::object meta, boost::json::value data);
// A failure that names the parameter and the value that was sent: a text, or a number.
[[nodiscard]] http::Response wargaming_error(int code, std::string_view message, std::string_view field,
                                             std::string_view value);
[[nodiscard]] http::Response wargaming_error(int code, std::string_view message, std::string_view field, int value);

[[nodiscard]] std::vector<std::string_view> comma_list(std::string_view text);  // empty for an empty text
// A whole number from `least` on; nothing for anything else. `fallback` when the parameter is missing.
[[nodiscard]] std::optional<int> number_parameter(std::string_view text, int fallback, int least, int most) noexcept;

// The filter of `fields`, or INVALID_FIELDS; the language is checked as well (INVALID_LANGUAGE).
[[nodiscard]] std::variant<FieldFilter, http::Response> read_fields(Parameters const& parameters,
                                                                    std::vector<std::string_view> const& known);

}  // namespace shipvote::sim
