#include "http/router.h"

#include <array>
#include <cstdlib>
#include <string>
#include <vector>

namespace shipvote::http {

namespace {

constexpr std::size_t method_count = static_cast<std::size_t>(Method::other) + 1;

[[nodiscard]] constexpr std::size_t index_of(Method method) noexcept { return static_cast<std::size_t>(method); }

// The next segment of a path that starts with "/"; removes it from the path.
[[nodiscard]] std::string_view take_segment(std::string_view& path) noexcept {
  path.remove_prefix(1);
  std::string_view const segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

[[nodiscard]] std::string_view without_trailing_slash(std::string_view path) noexcept {
  if (!path.empty() && path.back() == '/') path.remove_suffix(1);
  return path;
}

}  // namespace

struct Router::Table {
  struct Target {
    Handler handler;
    std::size_t route = 0;
    explicit operator bool() const noexcept { return static_cast<bool>(handler); }
  };
  // One segment of the known paths.
  struct Node {
    std::vector<std::pair<std::string, std::unique_ptr<Node>>> fixed;
    std::unique_ptr<Node> parameter;
    std::array<Target, method_count> targets;
    std::string allow;  // empty: no route ends here
  };
  struct Prefix {
    Method method;
    std::string text;
    Target target;
  };

  Node root;
  std::vector<Prefix> prefixes;
  std::vector<Route> routes;

  [[nodiscard]] Target new_target(Method method, std::string pattern, Handler handler) {
    routes.push_back({method, std::move(pattern)});
    return {std::move(handler), routes.size() - 1};
  }

  [[nodiscard]] Node& child(Node& node, std::string_view segment) {
    if (segment.starts_with(':')) {
      if (!node.parameter) node.parameter = std::make_unique<Node>();
      return *node.parameter;
    }
    for (auto& [text, next] : node.fixed) {
      if (text == segment) return *next;
    }
    return *node.fixed.emplace_back(std::string(segment), std::make_unique<Node>()).second;
  }

  // Depth is bounded by the longest pattern.
  [[nodiscard]] Node const* find(Node const& node, std::string_view path, Request& request,
                                 std::size_t parameters) const noexcept {
    if (path.empty()) return node.allow.empty() ? nullptr : &node;
    std::string_view rest = path;
    std::string_view const segment = take_segment(rest);
    for (auto const& [text, next] : node.fixed) {
      if (text != segment) continue;
      if (Node const* found = find(*next, rest, request, parameters)) return found;
      break;
    }
    if (!node.parameter || segment.empty() || parameters == request.parameters.size()) return nullptr;
    Node const* found = find(*node.parameter, rest, request, parameters + 1);
    if (found != nullptr) request.parameters[parameters] = segment;
    return found;
  }

  [[nodiscard]] Target const* find_prefix(Method method, std::string_view path) const noexcept {
    Prefix const* best = nullptr;
    for (Prefix const& prefix : prefixes) {
      bool const serves = prefix.method == method || (method == Method::head && prefix.method == Method::get);
      if (!serves || !path.starts_with(prefix.text)) continue;
      if (best == nullptr || prefix.text.size() > best->text.size()) best = &prefix;
    }
    return best == nullptr ? nullptr : &best->target;
  }
};

namespace {

template <class Targets>
[[nodiscard]] std::string allow_text(Targets const& targets) {
  std::string text;
  for (Method const method : {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::delete_}) {
    bool const has = targets[index_of(method)] || (method == Method::head && targets[index_of(Method::get)]);
    if (has) text.append(method_text(method)).append(", ");
  }
  return text.append("OPTIONS");
}

}  // namespace

Router::Router() : table_(std::make_unique<Table>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Method method, std::string_view pattern, Handler handler) {
  if (!pattern.starts_with('/')) std::abort();
  Table::Node* node = &table_->root;
  std::size_t parameters = 0;
  for (std::string_view rest = without_trailing_slash(pattern); !rest.empty();) {
    std::string_view const segment = take_segment(rest);
    if (segment.starts_with(':') && ++parameters > Request{}.parameters.size()) std::abort();
    node = &table_->child(*node, segment);
  }
  node->targets[index_of(method)] = table_->new_target(method, std::string(pattern), std::move(handler));
  node->allow = allow_text(node->targets);
}

void Router::add_prefix(Method method, std::string_view prefix, Handler handler) {
  auto target = table_->new_target(method, std::string(prefix) + "*", std::move(handler));
  table_->prefixes.push_back({method, std::string(prefix), std::move(target)});
}

std::vector<Router::Route> const& Router::routes() const noexcept { return table_->routes; }

Router::Match Router::match(Request& request) const noexcept {
  Match match;
  auto const found = [&match](Table::Target const* target) {
    if (target == nullptr) return match;
    match.handler = &target->handler;
    match.route = target->route;
    return match;
  };
  if (!request.path.starts_with('/')) return match;
  Table::Node const* node = table_->find(table_->root, without_trailing_slash(request.path), request, 0);
  if (node == nullptr) return found(table_->find_prefix(request.method, request.path));
  match.allow = node->allow;
  Table::Target const* target = &node->targets[index_of(request.method)];
  if (!*target && request.method == Method::head) target = &node->targets[index_of(Method::get)];
  if (*target) return found(target);
  match.refusal_status = 405;
  return match;
}

}  // namespace shipvote::http
