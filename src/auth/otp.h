// One-time passwords. They live in the store; their guesses are limited there
// (tracking/ports/code_attempt.h) and by api/handover_guard.h, their sends by code_sends.h.
#pragma once

#include <string>

namespace waycast::auth {

// `digits` decimal digits from the system's random generator, leading zeros kept. Any thread.
std::string new_otp(int digits);

}  // namespace waycast::auth
