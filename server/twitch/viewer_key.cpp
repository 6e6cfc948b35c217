#include "twitch/viewer_key.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>

namespace shipvote::twitch {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

// A context that is ready for SHA-256, one for each thread: making one costs more than hashing an id.
EVP_MD_CTX* thread_context() {
  thread_local std::unique_ptr<EVP_MD_CTX, FreeContext> const context = [] {
    std::unique_ptr<EVP_MD_CTX, FreeContext> made{EVP_MD_CTX_new()};
    std::unique_ptr<EVP_MD, void (*)(EVP_MD*)> const digest{EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free};
    if (!made || !digest || EVP_DigestInit_ex2(made.get(), digest.get(), nullptr) != 1) {
      throw std::runtime_error("OpenSSL cannot compute SHA-256");
    }
    return made;
  }();
  return context.get();
}

}  // namespace

voting::ViewerKey viewer_key(std::string_view opaque_user_id) {
  std::array<unsigned char, 32> hash{};
  EVP_MD_CTX* const context = thread_context();
  if (EVP_DigestInit_ex2(context, nullptr, nullptr) != 1 ||
      EVP_DigestUpdate(context, opaque_user_id.data(), opaque_user_id.size()) != 1 ||
      EVP_DigestFinal_ex(context, hash.data(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL cannot compute SHA-256");
  }
  voting::ViewerKey key;
  std::copy_n(hash.begin(), key.bytes.size(), key.bytes.begin());
  return key;
}

}  // namespace shipvote::twitch
