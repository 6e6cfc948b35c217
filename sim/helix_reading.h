// Small readers that the Helix stand-in's files share.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shipvote::sim {

[[nodiscard]] std::optional<boost::json::object> json_object(std::string_view text);
// Leaves `into` alone when the field is missing; false when it is there but is no string.
[[nodiscard]] bool text_field(boost::json::object const& object, std::string_view name, std::string& into);
[[nodiscard]] std::optional<std::string> query_value(std::string_view query, std::string_view name);
[[nodiscard]] std::vector<std::string> query_values(std::string_view query, std::string_view name);
[[nodiscard]] bool digits(std::string_view text) noexcept;  // one or more, nothing else

}  // namespace shipvote::sim
