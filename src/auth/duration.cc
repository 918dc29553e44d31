#include "auth/duration.h"

#include <charconv>
#include <cstdint>

namespace waycast::auth {
namespace {

// Milliseconds in one `unit`; 0 if unknown.
std::int64_t unit_length(std::string_view unit) {
  if (unit == "ms") return 1;
  if (unit.empty() || unit == "s") return 1000;
  if (unit == "m") return 60'000;
  if (unit == "h") return 3'600'000;
  if (unit == "d") return 86'400'000;
  if (unit == "w") return 7 * 86'400'000LL;
  return 0;
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
  std::int64_t count = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, count);
  if (error != std::errc{} || count <= 0) return std::nullopt;
  std::string_view unit(end, static_cast<std::size_t>(last - end));
  while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  const auto length = unit_length(unit);
  constexpr std::int64_t kLongest = 100LL * 365 * 86'400'000;  // a century
  if (length == 0 || count > kLongest / length) return std::nullopt;
  return Duration{count * length};
}

}  // namespace waycast::auth
