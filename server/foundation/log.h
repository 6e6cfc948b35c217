// One line per event: `log::info("vote_opened", {{"channel", "4711"}, {"vote", "12"}})`. Never a secret, never a token.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace shipvote::log {

enum class Level { debug, info, warning, error };

// A field's value as text; numbers are taken as they are.
struct Field {
  Field(std::string_view field_name, std::string_view text) : name(field_name), value(text) {}
  Field(std::string_view field_name, char const* text) : name(field_name), value(text) {}
  Field(std::string_view field_name, std::string text) : name(field_name), value(std::move(text)) {}
  Field(std::string_view field_name, bool flag) : name(field_name), value(flag ? "true" : "false") {}
  template <class Number>
    requires std::is_arithmetic_v<Number>
  Field(std::string_view field_name, Number number) : name(field_name), value(std::to_string(number)) {}
  std::string_view name;
  std::string value;
};

// Writes `time level event field=value …` (logfmt, values quoted where needed) to standard error. Any thread.
void event(Level level, std::string_view name, std::span<Field const> fields);
inline void event(Level level, std::string_view name, std::initializer_list<Field> fields = {}) {
  event(level, name, std::span{fields.begin(), fields.size()});
}

inline void debug(std::string_view name, std::initializer_list<Field> fields = {}) {
  event(Level::debug, name, fields);
}
inline void info(std::string_view name, std::initializer_list<Field> fields = {}) { event(Level::info, name, fields); }
inline void warning(std::string_view name, std::initializer_list<Field> fields = {}) {
  event(Level::warning, name, fields);
}
inline void error(std::string_view name, std::initializer_list<Field> fields = {}) {
  event(Level::error, name, fields);
}

// Events below this level are dropped. Any thread, at any time.
void set_level(Level level);

}  // namespace shipvote::log
