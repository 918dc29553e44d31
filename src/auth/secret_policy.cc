#include "auth/secret_policy.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace waycast::auth {
namespace {

// What READMEs and templates print; compared without case, '-', '_' and spaces.
constexpr std::array<std::string_view, 8> kPublished = {
    "yoursecretkey", "changeme",       "yoursupersecret", "mysecretkey",
    "yourjwtsecret", "supersecretkey", "replacethis",     "secretkeyhere",
};

std::string squeezed(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  return out;
}

}  // namespace

Result<void> check_secret(std::string_view secret) {
  if (secret.empty()) return fail(Code::kValidation, "JWT_SECRET is missing", "JWT_SECRET");
  if (secret.size() < kMinSecretBytes) {
    return fail(Code::kValidation, "JWT_SECRET is too short: it needs at least 32 bytes",
                "JWT_SECRET");
  }
  const auto plain = squeezed(secret);
  const bool published = std::any_of(kPublished.begin(), kPublished.end(), [&](auto known) {
    return plain.find(known) != std::string::npos;
  });
  const bool repeated =
      std::all_of(secret.begin(), secret.end(), [&](char c) { return c == secret.front(); });
  if (published || repeated) {
    return fail(Code::kValidation, "JWT_SECRET is a known default: choose a random one",
                "JWT_SECRET");
  }
  return {};
}

}  // namespace waycast::auth
