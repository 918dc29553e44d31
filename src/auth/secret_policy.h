// Is this a secret that a server may be started with? A short or published one lets anybody sign
// tokens.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace waycast::auth {

constexpr std::size_t kMinSecretBytes = 32;

// ERR_1001 with one clear line naming the environment variable: missing, shorter than 32 bytes, a
// known default ("your-secret-key"...), or one character repeated.
Result<void> check_secret(std::string_view secret);

}  // namespace waycast::auth
