// The codes that people read and type: booking numbers and one-time codes of pickup and delivery.
// Thread-safe.
#pragma once

#include <string>

#include "base/clock.h"

namespace waycast {

// "WC-261125-7KQ2MX": the UTC day and six characters that are not mistaken for each other. Unique
// with near certainty; the store refuses a repeat.
std::string new_booking_number(TimePoint now);

// Four digits from the system's entropy: not to be guessed from earlier ones.
std::string new_handover_code();

}  // namespace waycast
