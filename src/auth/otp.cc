#include "auth/otp.h"

#include <openssl/rand.h>

#include <algorithm>
#include <stdexcept>

namespace waycast::auth {
namespace {

// Uniform in [0, 10): bytes from 250 up would favour small digits.
char random_digit() {
  unsigned char byte = 0;
  do {
    if (RAND_bytes(&byte, 1) != 1) throw std::runtime_error("no randomness for a code");
  } while (byte >= 250);
  return static_cast<char>('0' + byte % 10);
}

}  // namespace

std::string new_otp(int digits) {
  std::string out(static_cast<std::size_t>(digits), '0');
  std::generate(out.begin(), out.end(), random_digit);
  return out;
}

}  // namespace waycast::auth
