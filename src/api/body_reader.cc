#include "api/body_reader.h"

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cmath>

#include "api/date.h"
#include "api/phone.h"
#include "base/time_format.h"
#include "protocol/json/exact_parse.h"
#include "text/typed_text.h"

namespace waycast::api {
namespace {

std::string as_typed(std::string_view given) { return std::string(given); }
std::string trimmed_text(std::string_view given) {
  return std::string(waycast::text::trimmed(given));
}

}  // namespace

BodyReader::BodyReader(std::string_view text) : object_(std::make_unique<boost::json::object>()) {
  if (text.empty()) return;
  auto parsed = json::parse_json(text);
  if (!parsed) {
    add_error("body", "is not valid JSON: " + parsed.error().message);
  } else if (!parsed->is_object()) {
    add_error("body", "must be a JSON object");
  } else {
    *object_ = std::move(parsed->get_object());
  }
}

BodyReader::~BodyReader() = default;

const boost::json::value* BodyReader::find(std::string_view field) const {
  const auto* value = object_->if_contains(boost::json::string_view(field.data(), field.size()));
  return value == nullptr || value->is_null() ? nullptr : value;
}

const boost::json::value* BodyReader::demand(std::string_view field) {
  const auto* value = find(field);
  if (value == nullptr) add_error(field, "is required");
  return value;
}

bool BodyReader::has(std::string_view field) const { return find(field) != nullptr; }

bool BodyReader::mentions(std::string_view field) const {
  return object_->contains(boost::json::string_view(field.data(), field.size()));
}

void BodyReader::add_error(std::string_view field, std::string message) {
  // A body that is no object has no fields: their absence is not news.
  if (errors_.size() == 1 && errors_.front().field == "body") return;
  errors_.push_back({std::string(field), fmt::format("{} {}", field, message)});
}

std::string BodyReader::not_empty(std::string_view field, std::optional<std::string> value) {
  if (demand(field) != nullptr && value && value->empty()) add_error(field, "must not be empty");
  return std::move(value).value_or(std::string());
}

std::string BodyReader::text(std::string_view field, std::size_t max) {
  return not_empty(field, optional_text(field, max));
}

std::string BodyReader::plain(std::string_view field, std::size_t max) {
  return not_empty(field, optional_plain(field, max));
}

std::string BodyReader::code(std::string_view field, std::size_t max) {
  return not_empty(field, optional_code(field, max));
}

std::string BodyReader::secret(std::string_view field, std::size_t max) {
  return not_empty(field, typed(field, max, as_typed));
}

std::optional<std::string> BodyReader::optional_text(std::string_view field, std::size_t max) {
  return typed(field, max, trimmed_text);
}

std::optional<std::string> BodyReader::optional_plain(std::string_view field, std::size_t max) {
  return typed(field, max, waycast::text::plain);
}

std::optional<std::string> BodyReader::optional_code(std::string_view field, std::size_t max) {
  return typed(field, max, waycast::text::plain_code);
}

std::optional<std::string> BodyReader::typed(std::string_view field, std::size_t max,
                                             std::string (*normalise)(std::string_view)) {
  const auto* value = find(field);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) {
    add_error(field, "must be a string");
    return std::nullopt;
  }
  const auto& given = value->get_string();
  const auto normal = normalise({given.data(), given.size()});
  const bool is_exact = normalise == as_typed;
  const auto kept = is_exact ? std::string_view(normal) : waycast::text::trimmed(normal);
  if (waycast::text::characters(kept) > max || kept.find('\0') != std::string_view::npos) {
    add_error(field, fmt::format("must be at most {} characters of text", max));
    return std::nullopt;
  }
  return std::string(kept);
}

std::string BodyReader::phone(std::string_view field) {
  const auto given = plain(field, 40);
  if (given.empty()) return {};
  auto normal = normalised_phone(given);
  if (!normal) add_error(field, "must be a phone number of 8 to 15 digits");
  return std::move(normal).value_or(std::string());
}

double BodyReader::number(std::string_view field, Range range) {
  return demand(field) == nullptr ? range.low : optional_number(field, range).value_or(range.low);
}

std::optional<double> BodyReader::optional_number(std::string_view field, Range range) {
  const auto* value = find(field);
  if (value == nullptr) return std::nullopt;
  const double number = value->is_number() ? value->to_number<double>() : std::nan("");
  if (number >= range.low && number <= range.high) return number;
  add_error(field, value->is_number() ? fmt::format("must be from {} to {}", range.low, range.high)
                                      : std::string("must be a number"));
  return std::nullopt;
}

bool BodyReader::flag(std::string_view field) {
  return demand(field) != nullptr && optional_flag(field).value_or(false);
}

std::optional<bool> BodyReader::optional_flag(std::string_view field) {
  const auto* value = find(field);
  if (value == nullptr) return std::nullopt;
  if (value->is_bool()) return value->get_bool();
  add_error(field, "must be true or false");
  return std::nullopt;
}

std::optional<TimePoint> BodyReader::optional_time(std::string_view field) {
  const auto text = optional_text(field, 40);
  if (!text) return std::nullopt;
  const auto time = parse_event_time(*text);
  if (!time) add_error(field, "must be an ISO-8601 time from the year 2000 on");
  return time;
}

std::optional<TimePoint> BodyReader::optional_date(std::string_view field) {
  const auto text = optional_text(field, 40);
  if (!text) return std::nullopt;
  const auto time = parse_date(*text);
  if (!time) add_error(field, "must be an ISO-8601 date");
  return time;
}

LatLng BodyReader::position() { return {number("lat", {-90, 90}), number("lng", {-180, 180})}; }

std::optional<double> BodyReader::measure(std::string_view field, Range range) {
  const auto* value = find(field);
  const double number =
      value != nullptr && value->is_number() ? value->to_number<double>() : std::nan("");
  if (std::isfinite(number)) {
    return number >= range.low && number <= range.high ? std::optional(number) : std::nullopt;
  }
  return optional_number(field, range);
}

Location BodyReader::location() {
  constexpr double kAny = 1e308;
  Location out;
  out.at = position();
  out.heading = measure("heading", {0, 360});
  if (out.heading == 360) out.heading.reset();
  out.speed = measure("speed", {0, kAny});
  out.accuracy = measure("accuracy", {0, kAny});
  out.recorded_at = optional_time("recordedAt");
  out.sent_at = optional_time("sentAt");
  return out;
}

}  // namespace waycast::api
