#include "tracking/stats/posix_zone.h"

#include <cctype>
#include <charconv>

namespace waycast {

using std::chrono::days;
using std::chrono::hours;

// Reads the text from left to right; the first thing that does not fit is remembered.
class PosixZone::Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool is_at_end() const { return rest_.empty(); }
  bool is_good() const { return is_good_; }
  bool next_is(char c) const { return rest_.starts_with(c); }
  bool take(char c) {
    if (!next_is(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char c) { is_good_ = take(c) && is_good_; }

  // "CET" or "<+0530>".
  void name() {
    const bool is_quoted = take('<');
    std::size_t length = 0;
    while (length < rest_.size() && belongs_to_name(rest_[length], is_quoted)) ++length;
    rest_.remove_prefix(length);
    is_good_ = is_good_ && length >= 3;
    if (is_quoted) expect('>');
  }

  int number(int low, int high) {
    int value = 0;
    const char* const last = rest_.data() + rest_.size();
    const auto [end, error] = std::from_chars(rest_.data(), last, value);
    is_good_ = is_good_ && error == std::errc{} && value >= low && value <= high;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return value;
  }

  // [+-]hh[:mm[:ss]]
  Duration time() {
    constexpr int kMaxHours = 167;
    const bool is_negative = take('-');
    if (!is_negative) (void)take('+');
    Duration value = hours(number(0, kMaxHours));
    if (take(':')) value += std::chrono::minutes(number(0, 59));
    if (take(':')) value += std::chrono::seconds(number(0, 59));
    return is_negative ? -value : value;
  }

  Change change() {
    Change change;
    if (take('M')) {
      change.month = number(1, 12);
      expect('.');
      change.week = number(1, 5);
      expect('.');
      change.weekday = number(0, 6);
    } else if (take('J')) {
      change.kind = Change::Kind::kJulian;
      change.day = number(1, 365);
    } else {
      change.kind = Change::Kind::kDayOfYear;
      change.day = number(0, 365);
    }
    if (take('/')) change.time = time();
    return change;
  }

 private:
  static bool belongs_to_name(char c, bool is_quoted) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_quoted) return std::isalnum(byte) != 0 || c == '+' || c == '-';
    return std::isalpha(byte) != 0;
  }

  std::string_view rest_;
  bool is_good_ = true;
};

// As if the year's clock never changed: the caller takes the offset off.
TimePoint PosixZone::Change::in(std::chrono::year year) const {
  using namespace std::chrono;
  sys_days date = sys_days(year / January / 1);
  if (kind == Kind::kMonthWeekDay) {
    const auto in_month = year / static_cast<int>(month);
    const std::chrono::weekday name(static_cast<unsigned>(weekday));
    date = week == 5 ? sys_days(in_month / name[last])
                     : sys_days(in_month / name[static_cast<unsigned>(week)]);
  } else {
    const bool skips_leap_day = kind == Kind::kJulian && year.is_leap() && day >= 60;
    date += days(kind == Kind::kJulian ? day - 1 + (skips_leap_day ? 1 : 0) : day);
  }
  return TimePoint(date) + time;
}

std::optional<PosixZone> PosixZone::parse(std::string_view text) {
  Reader reader(text);
  PosixZone zone;
  reader.name();
  zone.standard_ = zone.summer_ = -reader.time();  // POSIX counts westward
  if (!reader.is_at_end()) {
    reader.name();
    zone.summer_ = reader.next_is(',') ? zone.standard_ + hours(1) : -reader.time();
    reader.expect(',');
    zone.begins_ = reader.change();
    reader.expect(',');
    zone.ends_ = reader.change();
  }
  if (!reader.is_good() || !reader.is_at_end()) return std::nullopt;
  return zone;
}

Duration PosixZone::offset_at(TimePoint at) const {
  if (summer_ == standard_) return standard_;
  const std::chrono::year year =
      std::chrono::year_month_day(std::chrono::floor<days>(at + standard_)).year();
  const TimePoint begins = begins_.in(year)-standard_, ends = ends_.in(year)-summer_;
  const bool is_summer = begins < ends ? begins <= at && at < ends : begins <= at || at < ends;
  return is_summer ? summer_ : standard_;
}

}  // namespace waycast
