#include "protocol/json/exact_double.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace waycast::json {
namespace {

constexpr std::int64_t kFar = 2'000'000'000;  // an exponent of more digits is no nearer to zero

std::int64_t exponent_of(std::string_view digits) {
  if (digits.starts_with('+')) digits.remove_prefix(1);
  std::int64_t exponent = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  if (error == std::errc::result_out_of_range) return digits.starts_with('-') ? -kFar : kFar;
  return std::clamp(exponent, -kFar, kFar);
}

// Whether it is 1 or more. Only for what is out of a double's range, so far from 1.
bool is_large(std::string_view number) {
  const std::size_t e = std::min(number.find_first_of("eE"), number.size());
  const std::string_view mantissa = number.substr(0, e);
  const auto point = static_cast<std::int64_t>(std::min(mantissa.find('.'), mantissa.size()));
  const auto first = static_cast<std::int64_t>(mantissa.find_first_of("123456789"));
  return point - first + (e < number.size() ? exponent_of(number.substr(e + 1)) : 0) > 0;
}

}  // namespace

double exact_double(std::string_view number) {
  double value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error != std::errc::result_out_of_range) return value;
  return std::copysign(is_large(number) ? HUGE_VAL : 0.0, number.starts_with('-') ? -1.0 : 1.0);
}

}  // namespace waycast::json
