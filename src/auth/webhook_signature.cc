#include "auth/webhook_signature.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

namespace waycast::auth {

std::string webhook_signature(std::string_view secret, std::string_view body, TimePoint now) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  const std::string input = fmt::format("{}.{}", seconds, body);
  std::array<unsigned char, 32> sum{};
  unsigned int size = 0;
  if (HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
           reinterpret_cast<const unsigned char*>(input.data()), input.size(), sum.data(),
           &size) == nullptr) {
    throw std::runtime_error("HMAC-SHA256 is not available");
  }
  std::string out = fmt::format("t={},v1=", seconds);
  for (const unsigned char byte : sum) fmt::format_to(std::back_inserter(out), "{:02x}", byte);
  return out;
}

}  // namespace waycast::auth
