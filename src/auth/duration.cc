#include "auth/duration.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace waycast::auth {
namespace {

constexpr double kDay = 86'400'000;
constexpr double kYear = 365.25 * kDay;
constexpr double kLongest = 100 * kYear;

struct Unit {
  double milliseconds;
  std::array<std::string_view, 5> names;
};

constexpr std::array<Unit, 7> kUnits{{
    {1, {"ms", "msec", "msecs", "millisecond", "milliseconds"}},
    {1'000, {"s", "sec", "secs", "second", "seconds"}},
    {60'000, {"m", "min", "mins", "minute", "minutes"}},
    {3'600'000, {"h", "hr", "hrs", "hour", "hours"}},
    {kDay, {"d", "day", "days", {}, {}}},
    {7 * kDay, {"w", "week", "weeks", {}, {}}},
    {kYear, {"y", "yr", "yrs", "year", "years"}},
}};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Milliseconds in one `unit`; 0 if unknown.
double length_of(std::string unit) {
  if (unit.empty()) return 1;
  std::ranges::transform(unit, unit.begin(), lower);
  for (const Unit& known : kUnits) {
    if (std::ranges::find(known.names, unit) != known.names.end()) return known.milliseconds;
  }
  return 0;
}

// Digits, perhaps with a point and digits after it: no exponent, no sign.
std::string_view leading_number(std::string_view text) {
  std::size_t end = 0;
  bool has_point = false;
  for (; end < text.size(); ++end) {
    const bool is_point = text[end] == '.' && !has_point;
    if (!is_point && !is_digit(text[end])) break;
    has_point = has_point || is_point;
  }
  return text.substr(0, end);
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
  text = trim(text);
  const std::string_view number = leading_number(text);
  if (number.empty() || !is_digit(number.back())) return std::nullopt;
  double count = 0;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), count);
  if (read.ec != std::errc{}) return std::nullopt;
  const double length = length_of(std::string(trim(text.substr(number.size()))));
  const double milliseconds = std::round(count * length);
  if (!(milliseconds >= 1 && milliseconds <= kLongest)) return std::nullopt;
  return Duration{static_cast<std::int64_t>(milliseconds)};
}

}  // namespace waycast::auth
