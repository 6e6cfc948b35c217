#include "twitch/signing_key.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <stdexcept>

namespace shipvote::twitch {
namespace {

void require(bool worked) {
  if (!worked) throw std::runtime_error("OpenSSL cannot compute SHA-256");
}

EVP_MD const* sha256() {
  // Fetched once: an implicit fetch on every use would cost more than the hash. Lives as long as the process.
  static EVP_MD const* const digest = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  require(digest != nullptr);
  return digest;
}

// RFC 2104: a key longer than a block is replaced by its hash, then filled up with zeros.
std::array<unsigned char, 64> block_of(Secret const& secret) {
  std::array<unsigned char, 64> block{};
  if (secret.size() <= block.size()) {
    std::copy(secret.begin(), secret.end(), block.begin());
  } else {
    require(EVP_Digest(secret.data(), secret.size(), block.data(), nullptr, sha256(), nullptr) == 1);
  }
  return block;
}

}  // namespace

void SigningKey::Free::operator()(evp_md_ctx_st* context) const noexcept { EVP_MD_CTX_free(context); }

SigningKey::Context SigningKey::state_after(std::array<unsigned char, 64> const& pad) {
  Context context{EVP_MD_CTX_new()};
  require(context != nullptr && EVP_DigestInit_ex2(context.get(), sha256(), nullptr) == 1);
  require(EVP_DigestUpdate(context.get(), pad.data(), pad.size()) == 1);
  return context;
}

evp_md_ctx_st* SigningKey::scratch() {
  thread_local Context const context{EVP_MD_CTX_new()};
  require(context != nullptr);
  return context.get();
}

SigningKey::SigningKey(Secret const& secret) {
  auto block = block_of(secret);
  auto pad = block;
  for (auto& byte : pad) byte ^= 0x36U;
  inner_ = state_after(pad);
  for (std::size_t index = 0; index < pad.size(); ++index) pad[index] = block[index] ^ 0x5CU;
  outer_ = state_after(pad);
  OPENSSL_cleanse(block.data(), block.size());
  OPENSSL_cleanse(pad.data(), pad.size());
}

Signature SigningKey::sign(std::string_view text) const {
  Signature signature;
  auto* const bytes = reinterpret_cast<unsigned char*>(signature.data());
  auto* const work = scratch();
  require(EVP_MD_CTX_copy_ex(work, inner_.get()) == 1);
  require(EVP_DigestUpdate(work, text.data(), text.size()) == 1);
  require(EVP_DigestFinal_ex(work, bytes, nullptr) == 1);
  require(EVP_MD_CTX_copy_ex(work, outer_.get()) == 1);
  require(EVP_DigestUpdate(work, bytes, signature.size()) == 1);
  require(EVP_DigestFinal_ex(work, bytes, nullptr) == 1);
  return signature;
}

bool SigningKey::verify(std::string_view text, Signature const& signature) const {
  Signature const expected = sign(text);
  return CRYPTO_memcmp(expected.data(), signature.data(), expected.size()) == 0;
}

}  // namespace shipvote::twitch
