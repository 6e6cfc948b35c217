#include "service/rendered.h"

#include <array>
#include <charconv>
#include <utility>

namespace shipvote::service {

RenderedBody rendered_body(std::string bytes) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;  // FNV-1a: names the bytes, protects nothing
  for (unsigned char const byte : bytes) hash = (hash ^ byte) * 0x100000001B3ULL;
  std::array<char, 20> digits{};
  auto const [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), hash, 16);
  std::string etag = "\"" + std::string{digits.data(), end} + "-" + std::to_string(bytes.size()) + "\"";
  return {std::make_shared<std::string const>(std::move(bytes)), std::move(etag)};
}

}  // namespace shipvote::service
