#include "api/date.h"

#include <string>

#include "base/time_format.h"

namespace waycast::api {

std::optional<TimePoint> parse_date(std::string_view text) {
  constexpr std::string_view kDate = "1990-12-31";
  if (text.size() != kDate.size()) return parse_time(text);
  return parse_time(std::string(text) + "T00:00:00Z");
}

}  // namespace waycast::api
