#include "api/query_reader.h"

#include <fmt/format.h>

#include <charconv>

#include "api/date.h"
#include "protocol/http/message.h"
#include "text/typed_text.h"

namespace waycast::api {

void QueryReader::add_error(std::string_view name, std::string_view message) {
  errors_.push_back({std::string(name), fmt::format("{} {}", name, message)});
}

std::optional<std::string> QueryReader::text(std::string_view name) {
  auto found = http::query_value(query_, name);
  if (!found.found || found.value.empty()) return std::nullopt;
  return std::move(found.value);
}

std::string QueryReader::search() {
  const auto given = text("search").value_or("");
  return std::string(waycast::text::trimmed(given));
}

std::optional<double> QueryReader::number(std::string_view name, Range range) {
  const auto value = text(name);
  if (!value) return std::nullopt;
  double number = 0;
  const char* const last = value->data() + value->size();
  const auto [end, error] = std::from_chars(value->data(), last, number);
  if (error == std::errc{} && end == last && number >= range.low && number <= range.high) {
    return number;
  }
  add_error(name, fmt::format("must be a number from {} to {}", range.low, range.high));
  return std::nullopt;
}

std::optional<int> QueryReader::whole(std::string_view name, Range range) {
  const auto value = number(name, range);
  if (!value) return std::nullopt;
  const int rounded = static_cast<int>(*value);
  if (rounded == *value) return rounded;
  add_error(name, "must be a whole number");
  return std::nullopt;
}

double QueryReader::required_number(std::string_view name, Range range) {
  if (!text(name)) add_error(name, "is required");
  return number(name, range).value_or(range.low);
}

std::optional<bool> QueryReader::flag(std::string_view name) {
  const auto value = text(name);
  if (!value) return std::nullopt;
  if (*value == "true" || *value == "1") return true;
  if (*value == "false" || *value == "0") return false;
  add_error(name, "must be true or false");
  return std::nullopt;
}

std::optional<TimePoint> QueryReader::time(std::string_view name) {
  const auto value = text(name);
  if (!value) return std::nullopt;
  const auto parsed = parse_date(*value);
  if (!parsed) add_error(name, "must be an ISO-8601 date or time");
  return parsed;
}

PageRequest QueryReader::page(int standard, int most) {
  return {.page = whole("page", {1, 1e6}).value_or(1),
          .limit = whole("limit", {1, static_cast<double>(most)}).value_or(standard)};
}

GeoBox QueryReader::box() {
  if (!text("north") && !text("south") && !text("east") && !text("west")) {
    return {.north = 90, .south = -90, .east = 180, .west = -180};
  }
  constexpr double kAround = 1e6;  // a panned map goes around the Earth
  GeoBox box{.north = required_number("north", {-90, 90}),
             .south = required_number("south", {-90, 90}),
             .east = required_number("east", {-kAround, kAround}),
             .west = required_number("west", {-kAround, kAround})};
  if (box.north < box.south) add_error("north", "must not be below south");
  return with_wrapped_longitudes(box);
}

std::vector<std::string> QueryReader::items(std::string_view name) {
  std::vector<std::string> out;
  const auto value = text(name);
  std::string_view rest = value ? std::string_view(*value) : std::string_view();
  while (!rest.empty()) {
    const auto item = rest.substr(0, rest.find(','));
    if (!item.empty()) out.emplace_back(item);
    rest.remove_prefix(std::min(item.size() + 1, rest.size()));
  }
  return out;
}

}  // namespace waycast::api
