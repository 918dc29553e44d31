#include "tracking/dispatch/booking_codes.h"

#include <fmt/format.h>

#include <random>
#include <string_view>

namespace waycast {
namespace {

constexpr std::string_view kClearLetters = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr int kNumberLength = 6;

}  // namespace

std::string new_booking_number(TimePoint now) {
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(now));
  std::string number =
      fmt::format("WC-{:02}{:02}{:02}-", static_cast<int>(day.year()) % 100,
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  std::random_device entropy;
  std::uniform_int_distribution<std::size_t> letter(0, kClearLetters.size() - 1);
  for (int i = 0; i < kNumberLength; ++i) number += kClearLetters[letter(entropy)];
  return number;
}

std::string new_handover_code() {
  std::random_device entropy;
  return fmt::format("{:04}", std::uniform_int_distribution<int>(0, 9999)(entropy));
}

}  // namespace waycast
