#include "tracking/bookings/money.h"

#include <cmath>

namespace waycast {
namespace {

constexpr double kBinaryFormSlack = 1e-6;  // cents

}  // namespace

std::int64_t to_cents(double amount) {
  return static_cast<std::int64_t>(std::floor(amount * 100 + 0.5 + kBinaryFormSlack));
}

double round_to_cents(double amount) { return static_cast<double>(to_cents(amount)) / 100; }

}  // namespace waycast
