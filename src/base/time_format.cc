#include "base/time_format.h"

#include <algorithm>

namespace waycast {
namespace {

void put(char* at, unsigned value, int digits) {
  for (int i = digits - 1; i >= 0; --i, value /= 10) at[i] = static_cast<char>('0' + value % 10);
}

// Reads exactly `digits` digits and then `follow` (0: nothing follows).
std::optional<int> take(std::string_view& text, std::size_t digits, char follow) {
  const std::size_t need = digits + (follow != 0 ? 1 : 0);
  if (text.size() < need) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  if (follow != 0 && text[digits] != follow) return std::nullopt;
  text.remove_prefix(need);
  return value;
}

int take_fraction(std::string_view& text) {
  if (text.empty() || text[0] != '.') return 0;
  text.remove_prefix(1);
  int value = 0;
  int digits = 0;
  while (!text.empty() && text[0] >= '0' && text[0] <= '9') {
    if (digits < 3) value = value * 10 + (text[0] - '0');
    ++digits;
    text.remove_prefix(1);
  }
  if (digits == 0) return -1;
  for (; digits < 3; ++digits) value *= 10;
  return value;
}

// `:30.5`, or nothing, in milliseconds. -1: malformed.
int take_seconds(std::string_view& text) {
  if (text.empty() || text[0] != ':') return 0;
  text.remove_prefix(1);
  const auto seconds = take(text, 2, 0);
  const int fraction = seconds && *seconds <= 59 ? take_fraction(text) : -1;
  return fraction < 0 ? -1 : *seconds * 1'000 + fraction;
}

std::optional<std::chrono::minutes> take_offset(std::string_view text) {
  if (text == "Z" || text == "z") return std::chrono::minutes{0};
  const bool has_colon = text.size() == sizeof "+05:30" - 1;
  if (!has_colon && text.size() != sizeof "+0530" - 1) return std::nullopt;
  if (text[0] != '+' && text[0] != '-') return std::nullopt;
  const int sign = text[0] == '-' ? -1 : 1;
  text.remove_prefix(1);
  const auto hours = take(text, 2, has_colon ? ':' : '\0');
  const auto minutes = take(text, 2, 0);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return std::chrono::minutes{sign * (*hours * 60 + *minutes)};
}

}  // namespace

void append_time(std::string& out, TimePoint at) {
  using namespace std::chrono;
  at = std::clamp(at, kFirstTime, kLastTime);
  const auto day = floor<days>(at);
  const year_month_day date{day};
  const hh_mm_ss time{at - day};
  char text[] = "0000-00-00T00:00:00.000Z";
  put(text, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  put(text + 5, static_cast<unsigned>(date.month()), 2);
  put(text + 8, static_cast<unsigned>(date.day()), 2);
  put(text + 11, static_cast<unsigned>(time.hours().count()), 2);
  put(text + 14, static_cast<unsigned>(time.minutes().count()), 2);
  put(text + 17, static_cast<unsigned>(time.seconds().count()), 2);
  put(text + 20, static_cast<unsigned>(time.subseconds().count()), 3);
  out.append(text, sizeof text - 1);
}

std::string format_time(TimePoint at) {
  std::string out;
  append_time(out, at);
  return out;
}

std::optional<TimePoint> parse_time(std::string_view text) {
  using namespace std::chrono;
  const auto y = take(text, 4, '-');
  const auto mo = y ? take(text, 2, '-') : std::nullopt;
  const auto d = mo ? take(text, 2, 'T') : std::nullopt;
  const auto h = d ? take(text, 2, ':') : std::nullopt;
  const auto mi = h ? take(text, 2, 0) : std::nullopt;
  if (!mi || *h > 23 || *mi > 59) return std::nullopt;
  const int ms = take_seconds(text);
  const auto offset = take_offset(text);
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*mo)},
                            day{static_cast<unsigned>(*d)}};
  if (ms < 0 || !offset || !date.ok()) return std::nullopt;
  const TimePoint at =
      TimePoint{sys_days{date}} + hours{*h} + minutes{*mi} - *offset + milliseconds{ms};
  return at < kFirstTime || at > kLastTime ? std::nullopt : std::optional(at);
}

std::optional<TimePoint> parse_event_time(std::string_view text) {
  constexpr TimePoint kEarliest{std::chrono::sys_days{std::chrono::year{2000} / 1 / 1}};
  const auto at = parse_time(text);
  return at && *at >= kEarliest ? at : std::nullopt;
}

}  // namespace waycast
