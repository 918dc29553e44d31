#include "tracking/stats/time_zone.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <optional>

namespace waycast {
namespace {

using std::chrono::seconds;

// Big-endian numbers, one after another. Reading past the end gives zeros and is remembered.
class Bytes {
 public:
  explicit Bytes(std::string_view text) : rest_(text) {}

  std::int64_t number(std::size_t width) {
    std::uint64_t value = 0;
    for (const char c : take(width)) value = value << 8 | static_cast<unsigned char>(c);
    if (width == 4) return static_cast<std::int32_t>(value);
    return static_cast<std::int64_t>(value);
  }
  std::string_view take(std::size_t count) {
    if (count > rest_.size()) {
      is_short_ = true;
      rest_ = {};
      return {};
    }
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  // The text between two newlines that comes next; empty if there is none.
  std::string_view line() {
    if (take(1) != "\n") return {};
    return take(std::min(rest_.find('\n'), rest_.size()));
  }
  bool is_short() const { return is_short_; }

 private:
  std::string_view rest_;
  bool is_short_ = false;
};

struct Header {
  std::size_t ut_flags, standard_flags, leaps, transitions, types, characters;

  std::size_t block_size(std::size_t time_width) const {
    return transitions * (time_width + 1) + types * 6 + characters + leaps * (time_width + 4) +
           standard_flags + ut_flags;
  }
};

std::optional<Header> read_header(Bytes& bytes) {
  if (bytes.take(4) != "TZif") return std::nullopt;
  if (bytes.take(1) < "2") return std::nullopt;  // version 1 has no 64-bit times
  bytes.take(15);
  std::array<std::size_t, 6> counts{};
  for (std::size_t& count : counts) count = static_cast<std::size_t>(bytes.number(4));
  return Header{counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]};
}

std::unexpected<Error> malformed() {
  return fail(Code::kValidation, "malformed time zone file", "timeZone");
}

bool is_allowed_in_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '/' || c == '_' || c == '-' ||
         c == '+';
}

bool is_zone_name(std::string_view name) {
  return !name.empty() && name.front() != '/' && std::ranges::all_of(name, is_allowed_in_name);
}

}  // namespace

Result<TimeZone> TimeZone::load(std::string_view name, const std::string& directory) {
  if (name == "UTC") return TimeZone{};
  const std::string path = directory + "/" + std::string(name);
  std::ifstream file(is_zone_name(name) ? path : std::string(), std::ios::binary);
  if (!file) {
    return fail(Code::kValidation, "unknown time zone \"" + std::string(name) + "\"", "timeZone");
  }
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  return parse(content);
}

Result<TimeZone> TimeZone::parse(std::string_view file) {
  Bytes bytes(file);
  const auto old_header = read_header(bytes);
  if (!old_header) return malformed();
  bytes.take(old_header->block_size(4));
  const auto header = read_header(bytes);
  if (!header || header->types == 0) return malformed();

  Bytes times(bytes.take(header->transitions * 8));
  const std::string_view kinds = bytes.take(header->transitions);
  Bytes types(bytes.take(header->types * 6));
  if (bytes.is_short()) return malformed();
  std::vector<Duration> offsets;
  for (std::size_t i = 0; i < header->types; ++i) {
    offsets.emplace_back(seconds(types.number(4)));
    types.take(2);
  }

  TimeZone zone;
  zone.first_offset_ = offsets.front();
  for (const char kind : kinds) {
    const TimePoint from{seconds(times.number(8))};
    const auto type = static_cast<unsigned char>(kind);
    if (type >= offsets.size()) return malformed();
    zone.changes_.emplace_back(from, offsets[type]);
  }
  bytes.take(header->characters + header->leaps * 12 + header->standard_flags + header->ut_flags);
  zone.afterwards_ = PosixZone::parse(bytes.line());
  return zone;
}

Duration TimeZone::offset_at(TimePoint at) const {
  const auto from = [](const auto& change) { return change.first; };
  const auto after = std::ranges::upper_bound(changes_, at, {}, from);
  if (after == changes_.end() && afterwards_) return afterwards_->offset_at(at);
  return after == changes_.begin() ? first_offset_ : std::prev(after)->second;
}

TimeZone::Day TimeZone::day_of(TimePoint at) const {
  auto date = std::chrono::floor<std::chrono::days>(at + offset_at(at));
  TimePoint ends = first_moment_of(date + std::chrono::days(1));
  while (ends <= at) {  // shown before, and then the day before again
    date += std::chrono::days(1);
    ends = first_moment_of(date + std::chrono::days(1));
  }
  TimePoint starts = first_moment_of(date);
  return {starts, ends};
}

// The earliest moment whose local time is the date's midnight or later, found among the spans of
// one offset that may show it.
TimePoint TimeZone::first_moment_of(std::chrono::sys_days date) const {
  constexpr Duration kFarthest = std::chrono::hours(17);  // no zone was ever further from UTC
  const TimePoint midnight(date);
  TimePoint from = midnight - kFarthest;
  for (;;) {
    const TimePoint until = next_change(from, midnight + kFarthest);
    const TimePoint shown = std::max(from, midnight - offset_at(from));
    if (shown < until || until >= midnight + kFarthest) return shown;
    from = until;
  }
}

// The first moment after `from` with another offset, or `until`. No zone changed its clocks twice
// within an hour.
TimePoint TimeZone::next_change(TimePoint from, TimePoint until) const {
  constexpr Duration kStep = std::chrono::hours(1);
  const Duration offset = offset_at(from);
  TimePoint same = from, other = std::min(from + kStep, until);
  while (offset_at(other) == offset) {
    if (other >= until) return until;
    same = other;
    other = std::min(other + kStep, until);
  }
  while (other - same > Duration(1)) {
    const TimePoint middle = same + (other - same) / 2;
    (offset_at(middle) == offset ? same : other) = middle;
  }
  return other;
}

}  // namespace waycast
