#include "auth/jwt.h"

#include <jwt.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <stdexcept>

#include "auth/jwt_claims.h"

namespace waycast::auth {
namespace {

constexpr std::size_t kMaxToken = 8192;      // bytes; ours are under 300
constexpr std::size_t kSignatureChars = 43;  // base64url of 32 bytes, unpadded

struct FreeJwt {
  void operator()(jwt_t* token) const { jwt_free(token); }
};
using Token = std::unique_ptr<jwt_t, FreeJwt>;

struct FreeText {
  void operator()(char* text) const { std::free(text); }
};
using Text = std::unique_ptr<char, FreeText>;

struct FreeMac {
  void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};

std::string_view without_bearer(std::string_view token) {
  constexpr std::string_view kScheme = "bearer";
  const auto same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
  if (token.size() >= kScheme.size() &&
      std::equal(kScheme.begin(), kScheme.end(), token.begin(),
                 [&](char lower, char c) { return same(c, lower); }) &&
      (token.size() == kScheme.size() || token[kScheme.size()] == ' ')) {
    token.remove_prefix(kScheme.size());
  }
  while (!token.empty() && token.front() == ' ') token.remove_prefix(1);
  while (!token.empty() && token.back() == ' ') token.remove_suffix(1);
  return token;
}

}  // namespace

// HMAC-SHA256 with the key already absorbed; each use works on a copy.
class Jwt::Mac {
 public:
  explicit Mac(std::string_view key) : mac_(EVP_MAC_fetch(nullptr, "HMAC", nullptr)) {
    context_.reset(EVP_MAC_CTX_new(mac_.get()));
    char digest[] = "SHA256";
    const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string("digest", digest, 0),
                                 OSSL_PARAM_construct_end()};
    const auto* bytes = reinterpret_cast<const unsigned char*>(key.data());
    if (!context_ || EVP_MAC_init(context_.get(), bytes, key.size(), params) != 1) {
      throw std::runtime_error("HMAC-SHA256 is not available");
    }
  }

  // The JWS signature of `input`, base64url (RFC 7515 3.1), or empty if it could not be made.
  std::string sign(std::string_view input) const {
    const std::unique_ptr<EVP_MAC_CTX, FreeMac> run(EVP_MAC_CTX_dup(context_.get()));
    std::array<unsigned char, 32> sum{};
    std::size_t size = 0;
    const auto* bytes = reinterpret_cast<const unsigned char*>(input.data());
    if (!run || EVP_MAC_update(run.get(), bytes, input.size()) != 1 ||
        EVP_MAC_final(run.get(), sum.data(), &size, sum.size()) != 1) {
      return {};
    }
    return base64url(sum);
  }

 private:
  static std::string base64url(const std::array<unsigned char, 32>& sum) {
    std::array<unsigned char, 48> text{};
    EVP_EncodeBlock(text.data(), sum.data(), static_cast<int>(sum.size()));
    std::string out(reinterpret_cast<const char*>(text.data()), kSignatureChars);
    for (char& c : out) c = c == '+' ? '-' : c == '/' ? '_' : c;
    return out;
  }

  std::unique_ptr<EVP_MAC, FreeMac> mac_;
  std::unique_ptr<EVP_MAC_CTX, FreeMac> context_;
};

Jwt::Jwt(std::string_view secret) : secret_(secret), mac_(std::make_unique<Mac>(secret)) {}
Jwt::~Jwt() = default;

Result<Principal> Jwt::verify(std::string_view token, TimePoint now) const {
  token = without_bearer(token);
  if (token.empty()) return fail(Code::kAuthenticationRequired, "Authentication required");
  const auto dot = token.rfind('.');
  if (token.size() > kMaxToken || dot == std::string_view::npos) return token_refused();
  const auto signature = token.substr(dot + 1);
  const auto expected = mac_->sign(token.substr(0, dot));
  if (expected.size() != kSignatureChars || signature.size() != kSignatureChars ||
      CRYPTO_memcmp(signature.data(), expected.data(), kSignatureChars) != 0) {
    return token_refused();
  }
  return read_signed_part(token.substr(0, dot), now);
}

std::string Jwt::sign(const Principal& principal, Duration ttl, TimePoint now) const {
  const auto seconds = [](TimePoint at) {
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  };
  jwt_t* raw = nullptr;
  if (jwt_new(&raw) != 0) throw std::bad_alloc();
  const Token token(raw);
  jwt_add_grant(raw, "id", principal.id.c_str());
  jwt_add_grant(raw, "type", std::string(to_string(principal.role)).c_str());
  if (!principal.name.empty()) jwt_add_grant(raw, "name", principal.name.c_str());
  jwt_add_grant_int(raw, "iat", seconds(now));
  jwt_add_grant_int(raw, "exp", seconds(now + ttl));
  jwt_set_alg(raw, JWT_ALG_HS256, reinterpret_cast<const unsigned char*>(secret_.data()),
              static_cast<int>(secret_.size()));
  const Text text(jwt_encode_str(raw));
  if (!text) throw std::runtime_error("the token could not be signed");
  return text.get();
}

}  // namespace waycast::auth
