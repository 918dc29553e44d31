#include "api/date.h"

#include <string>

#include "base/time_format.h"

namespace waycast::api {

std::optional<TimePoint> parse_date(std::string_view text) {
  constexpr std::string_view kDate = "1990-12-31";
  constexpr TimePoint kEarliest{std::chrono::sys_days{std::chrono::year{1900} / 1 / 1}};
  const auto at =
      text.size() == kDate.size() ? parse_time(std::string(text) + "T00:00:00Z") : parse_time(text);
  return at && *at >= kEarliest ? at : std::nullopt;
}

}  // namespace waycast::api
