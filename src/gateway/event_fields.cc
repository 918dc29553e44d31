#include "gateway/event_fields.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cmath>

#include "base/time_format.h"

namespace waycast::gateway {
namespace {

namespace json = boost::json;

const json::object* first_object(const json::array& args) {
  return args.empty() ? nullptr : args[0].if_object();
}

std::optional<double> number(const json::value& value) {
  if (const auto* d = value.if_double())
    return std::isfinite(*d) ? std::optional(*d) : std::nullopt;
  if (const auto* i = value.if_int64()) return static_cast<double>(*i);
  if (const auto* u = value.if_uint64()) return static_cast<double>(*u);
  return std::nullopt;
}

std::optional<double> required_number(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value == nullptr ? std::nullopt : number(*value);
}

// False: there, but not a number.
bool optional_number(const json::object& object, std::string_view name, double below,
                     std::optional<double>& out) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr || value->is_null()) return true;
  const auto read = number(*value);
  if (!read) return false;
  if (*read >= 0 && *read < below) out = read;
  return true;
}

bool optional_time(const json::object& object, std::string_view name,
                   std::optional<TimePoint>& out) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr || value->is_null()) return true;
  const json::string* text = value->if_string();
  if (text == nullptr) return false;
  out = parse_event_time({text->data(), text->size()});
  return out.has_value();
}

// Null: it is one, and in `out`. Otherwise what is wrong with it.
const char* read_location(const json::object* object, Location& out) {
  constexpr const char* kInvalid = "Invalid location data";
  if (object == nullptr) return kInvalid;
  const auto lat = required_number(*object, "lat");
  const auto lng = required_number(*object, "lng");
  if (!lat || !lng || !is_valid({*lat, *lng})) return kInvalid;
  out.at = {*lat, *lng};
  const bool is_well_typed = optional_number(*object, "heading", 360, out.heading) &&
                             optional_number(*object, "speed", HUGE_VAL, out.speed) &&
                             optional_number(*object, "accuracy", HUGE_VAL, out.accuracy);
  if (!is_well_typed) return kInvalid;
  if (!optional_time(*object, "recordedAt", out.recorded_at)) {
    return "Invalid location data: recordedAt must be an ISO-8601 time from the year 2000 on";
  }
  if (!optional_time(*object, "sentAt", out.sent_at)) {
    return "Invalid location data: sentAt must be an ISO-8601 time from the year 2000 on";
  }
  return nullptr;
}

Result<const json::array*> points_of(const json::array& args, LocationBatch& batch) {
  const json::object* object = first_object(args);
  if (object != nullptr && !optional_time(*object, "sentAt", batch.sent_at)) {
    return fail(Code::kValidation,
                "Invalid location data: sentAt must be an ISO-8601 time from the year 2000 on",
                "sentAt");
  }
  const json::value* points = object != nullptr ? object->if_contains("points")
                              : args.empty()    ? nullptr
                                                : &args[0];
  if (points != nullptr && points->is_array()) return points->if_array();
  return fail(Code::kValidation, "Invalid location data: an array of points is required");
}

// The first of a location's numbers that is there and no finite number, or null.
const char* bad_number(const json::object* object) {
  if (object == nullptr) return nullptr;
  for (const char* name : {"lat", "lng", "heading", "speed", "accuracy"}) {
    const json::value* value = object->if_contains(name);
    if (value != nullptr && !value->is_null() && !number(*value)) return name;
  }
  return nullptr;
}

}  // namespace

Result<std::string> string_field(const json::array& args, std::string_view name) {
  const json::object* object = first_object(args);
  const json::value* value = object == nullptr ? nullptr : object->if_contains(name);
  if (value == nullptr || value->is_null()) {
    return fail(Code::kValidation, std::string(name) + " is required", std::string(name));
  }
  const json::string* text = value->if_string();
  if (text == nullptr || text->empty()) {
    return fail(Code::kValidation, std::string(name) + " must be a non-empty string",
                std::string(name));
  }
  return std::string(text->data(), text->size());
}

Result<Location> location(const json::array& args) {
  Location out;
  const json::object* object = first_object(args);
  const char* problem = read_location(object, out);
  if (problem == nullptr) return out;
  const char* field = bad_number(object);
  if (field == nullptr) return fail(Code::kValidation, problem);
  return fail(Code::kValidation,
              "Invalid location data: " + std::string(field) + " must be a number", field);
}

Result<LocationBatch> location_batch(const json::array& args, std::size_t limit) {
  LocationBatch batch;
  const auto read = points_of(args, batch);
  if (!read) return std::unexpected(read.error());
  const json::array& points = **read;
  if (points.size() > limit) {
    return fail(Code::kValidation,
                "Invalid location data: at most " + std::to_string(limit) + " points in a batch");
  }
  batch.points.reserve(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    Location location;
    if (read_location(points[i].if_object(), location) == nullptr && location.recorded_at) {
      batch.sent_at = std::max(batch.sent_at, location.sent_at);
      batch.points.push_back({.index = i, .location = location});
    } else {
      batch.rejected.push_back({i, Code::kValidation});
    }
  }
  return batch;
}

Result<std::optional<GeoBox>> viewport(const json::array& args) {
  if (!args.empty() && args[0].is_null()) return std::nullopt;
  const json::object* object = first_object(args);
  GeoBox box;
  const std::pair<const char*, double*> sides[] = {
      {"north", &box.north}, {"south", &box.south}, {"east", &box.east}, {"west", &box.west}};
  for (const auto& [name, side] : sides) {
    const auto degrees = object == nullptr ? std::nullopt : required_number(*object, name);
    if (!degrees) return fail(Code::kValidation, std::string(name) + " must be a number", name);
    *side = *degrees;
  }
  box = with_wrapped_longitudes(box);
  if (!is_valid({box.north, box.east}) || !is_valid({box.south, box.west})) {
    return fail(Code::kValidation, "north and south must be from -90 to 90", "north");
  }
  if (box.south > box.north) {
    return fail(Code::kValidation, "south must not be north of north", "south");
  }
  return box;
}

}  // namespace waycast::gateway
