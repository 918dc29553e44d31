#include "auth/password.h"

#include <argon2.h>
#include <crypt.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace waycast::auth {
namespace {

constexpr std::uint32_t kPasses = 2;
constexpr std::uint32_t kMemoryKib = 19 * 1024;
constexpr std::uint32_t kLanes = 1;
constexpr std::size_t kMaxPassword = 1024;  // bytes: bounds what a client can make us hash

bool verify_bcrypt(const std::string& password, const std::string& hash) {
  const auto scratch = std::make_unique<crypt_data>();
  const char* made = crypt_r(password.c_str(), hash.c_str(), scratch.get());
  if (made == nullptr) return false;
  const std::string_view text(made);
  return text.size() == hash.size() && CRYPTO_memcmp(text.data(), hash.data(), hash.size()) == 0;
}

bool is_bcrypt(std::string_view hash) {
  return hash.starts_with("$2a$") || hash.starts_with("$2b$") || hash.starts_with("$2y$");
}

}  // namespace

bool verify_password(std::string_view password, const std::string& hash) {
  if (password.size() > kMaxPassword) return false;
  const std::string text(password);
  if (is_bcrypt(hash)) return verify_bcrypt(text, hash);
  // An account without a usable hash answers as late as any other, or none.
  const bool is_usable = hash.starts_with("$argon2id$");
  const std::string& verified = is_usable ? hash : absent_password_hash();
  return argon2id_verify(verified.c_str(), text.data(), text.size()) == ARGON2_OK && is_usable;
}

std::string hash_password(std::string_view password) {
  std::array<unsigned char, 16> salt{};
  if (RAND_bytes(salt.data(), static_cast<int>(salt.size())) != 1) {
    throw std::runtime_error("no randomness for a password's salt");
  }
  std::array<char, 128> encoded{};
  const int status =
      argon2id_hash_encoded(kPasses, kMemoryKib, kLanes, password.data(), password.size(),
                            salt.data(), salt.size(), 32, encoded.data(), encoded.size());
  if (status != ARGON2_OK) throw std::runtime_error(argon2_error_message(status));
  return encoded.data();
}

const std::string& absent_password_hash() {
  static const std::string hash = hash_password("");
  return hash;
}

}  // namespace waycast::auth
