#include "foundation/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

namespace shipvote::log {
namespace {

spdlog::level::level_enum spdlog_level(Level level) {
  switch (level) {
    case Level::debug: return spdlog::level::debug;
    case Level::info: return spdlog::level::info;
    case Level::warning: return spdlog::level::warn;
    case Level::error: return spdlog::level::err;
  }
  return spdlog::level::err;
}

spdlog::logger& logger() {
  static std::shared_ptr<spdlog::logger> const instance = [] {
    auto made = std::make_shared<spdlog::logger>("shipvote", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    made->flush_on(spdlog::level::debug);
    return made;
  }();
  return *instance;
}

bool needs_quotes(std::string_view value) {
  if (value.empty()) return true;
  for (unsigned char const byte : value) {
    if (byte <= ' ' || byte == '"' || byte == '=' || byte == '\\' || byte == 0x7F) return true;
  }
  return false;
}

void append_value(std::string& line, std::string_view value) {
  if (!needs_quotes(value)) {
    line.append(value);
    return;
  }
  static constexpr std::string_view digits = "0123456789abcdef";
  line.push_back('"');
  for (unsigned char const byte : value) {
    if (byte == '"' || byte == '\\') {
      line.push_back('\\');
      line.push_back(static_cast<char>(byte));
    } else if (byte < ' ' || byte == 0x7F) {
      line.append("\\x");
      line.push_back(digits[byte >> 4U]);
      line.push_back(digits[byte & 0x0FU]);
    } else {
      line.push_back(static_cast<char>(byte));
    }
  }
  line.push_back('"');
}

}  // namespace

void event(Level level, std::string_view name, std::span<Field const> fields) {
  auto const at = spdlog_level(level);
  if (!logger().should_log(at)) return;
  std::string line{name};
  for (Field const& field : fields) {
    line.push_back(' ');
    line.append(field.name);
    line.push_back('=');
    append_value(line, field.value);
  }
  logger().log(at, "{}", line);
}

void set_level(Level level) { logger().set_level(spdlog_level(level)); }

}  // namespace shipvote::log
