#include "sim/field_filter.h"

#include <algorithm>
#include <boost/json.hpp>
#include <span>

namespace shipvote::sim {
namespace {

namespace json = boost::json;

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    auto const end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

void copy_path(json::object const& from, json::object& into, std::span<std::string const> path) {
  auto const* value = from.if_contains(path.front());
  if (value == nullptr) return;
  if (path.size() == 1 || !value->is_object()) {
    into[path.front()] = *value;
    return;
  }
  auto& inner = into[path.front()];
  if (!inner.is_object()) inner.emplace_object();
  copy_path(value->as_object(), inner.as_object(), path.subspan(1));
}

void erase_path(json::object& from, std::span<std::string const> path) {
  auto* value = from.if_contains(path.front());
  if (value == nullptr) return;
  if (path.size() == 1) {
    from.erase(path.front());
  } else if (value->is_object()) {
    erase_path(value->as_object(), path.subspan(1));
  }
}

}  // namespace

std::optional<FieldFilter> FieldFilter::parse(std::string_view text) {
  constexpr std::size_t most_fields = 100;
  FieldFilter filter;
  if (text.empty()) return filter;
  auto const names = split(text, ',');
  if (names.size() > most_fields) return std::nullopt;
  filter.excludes_ = names.front().starts_with('-');
  for (std::string_view name : names) {
    if (name.starts_with('-') != filter.excludes_) return std::nullopt;
    if (filter.excludes_) name.remove_prefix(1);
    auto path = split(name, '.');
    if (std::any_of(path.begin(), path.end(), [](auto const& part) { return part.empty(); })) return std::nullopt;
    filter.paths_.push_back(std::move(path));
  }
  return filter;
}

bool FieldFilter::knows_only(std::vector<std::string_view> const& fields) const {
  return std::all_of(paths_.begin(), paths_.end(), [&](Path const& path) {
    return std::find(fields.begin(), fields.end(), path.front()) != fields.end();
  });
}

json::object FieldFilter::apply(json::object record) const {
  if (paths_.empty()) return record;
  if (excludes_) {
    for (auto const& path : paths_) erase_path(record, path);
    return record;
  }
  json::object wanted;
  for (auto const& path : paths_) copy_path(record, wanted, path);
  return wanted;
}

}  // namespace shipvote::sim
