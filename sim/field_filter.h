// The `fields` parameter of the Wargaming API: "name,images.small" or "-description" (docs/platforms/wargaming.md,
// "Calls and answers").
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shipvote::sim {

class FieldFilter {
 public:
  // Nothing when it cannot be read: an empty name, more than 100, or wishes and exclusions mixed.
  [[nodiscard]] static std::optional<FieldFilter> parse(std::string_view text);

  // Whether every name starts with one of these top-level fields.
  [[nodiscard]] bool knows_only(std::vector<std::string_view> const& fields) const;
  [[nodiscard]] boost::json::object apply(boost::json::object record) const;

 private:
  using Path = std::vector<std::string>;
  std::vector<Path> paths_;  // none: everything
  bool excludes_ = false;
};

}  // namespace shipvote::sim
