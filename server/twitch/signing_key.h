// HMAC-SHA256 under one secret, as JSON Web Tokens with HS256 use it.
#pragma once

#include <array>
#include <memory>
#include <string_view>

#include "twitch/token.h"

struct evp_md_ctx_st;

namespace shipvote::twitch {

using Signature = std::array<char, 32>;

// Keeps the two hash states that begin every HMAC under this secret, so that a signature costs only its own text.
// Immutable: any thread may use it.
class SigningKey {
 public:
  explicit SigningKey(Secret const& secret);  // throws std::runtime_error when OpenSSL cannot work

  [[nodiscard]] Signature sign(std::string_view text) const;
  // Takes the same time wherever the signatures differ.
  [[nodiscard]] bool verify(std::string_view text, Signature const& signature) const;

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const noexcept;
  };
  using Context = std::unique_ptr<evp_md_ctx_st, Free>;
  static Context state_after(std::array<unsigned char, 64> const& pad);
  static evp_md_ctx_st* scratch();

  Context inner_;
  Context outer_;
};

}  // namespace shipvote::twitch
