#include "api/track_formats.h"

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/time_format.h"

namespace waycast::api {
namespace {

bool is_shown(const HistoryEntry& entry) { return entry.at && !entry.is_flagged; }

void write_position(JsonWriter& json, LatLng at) {
  json.begin_array().value(at.lng).value(at.lat).end_array();
}

std::size_t shown_points(const std::vector<HistoryEntry>& track) {
  std::size_t count = 0;
  for (const auto& entry : track) count += is_shown(entry) ? 1 : 0;
  return count;
}

void write_line(JsonWriter& json, const BookingDetails& booking,
                const std::vector<HistoryEntry>& track) {
  json.begin_object().field("type", "Feature");
  json.key("geometry").begin_object().field("type", "LineString");
  json.key("coordinates").begin_array();
  for (const auto& entry : track) {
    if (is_shown(entry)) write_position(json, *entry.at);
  }
  json.end_array().end_object();
  json.key("properties").begin_object().field("bookingId", booking.booking.id);
  json.key("times").begin_array();
  for (const auto& entry : track) {
    if (is_shown(entry)) json.value(entry.created_at);
  }
  json.end_array().end_object().end_object();
}

void write_place_feature(JsonWriter& json, std::string_view name, LatLng at) {
  json.begin_object().field("type", "Feature");
  json.key("geometry").begin_object().field("type", "Point");
  write_position(json.key("coordinates"), at);
  json.end_object();
  json.key("properties").begin_object().field("name", name).end_object().end_object();
}

std::string xml_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
  }
  return out;
}

std::string number(double value) {
  std::string out;
  append_json_number(out, value);
  return out;
}

}  // namespace

std::string geojson(const BookingDetails& booking, const std::vector<HistoryEntry>& track) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().field("type", "FeatureCollection");
  json.key("features").begin_array();
  // A line has two positions or more (RFC 7946 3.1.4).
  if (shown_points(track) >= 2) write_line(json, booking, track);
  write_place_feature(json, "pickup", booking.pickup.at);
  write_place_feature(json, "drop", booking.drop.at);
  json.end_array().end_object();
  return out;
}

std::string gpx(const BookingDetails& booking, const std::vector<HistoryEntry>& track) {
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<gpx version=\"1.1\" creator=\"Waycast\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n"
      "<trk><name>{}</name><trkseg>\n",
      xml_escaped(booking.booking.booking_number));
  for (const auto& entry : track) {
    if (!is_shown(entry)) continue;
    out += fmt::format("<trkpt lat=\"{}\" lon=\"{}\"><time>{}</time></trkpt>\n",
                       number(entry.at->lat), number(entry.at->lng), format_time(entry.created_at));
  }
  return out + "</trkseg></trk>\n</gpx>\n";
}

}  // namespace waycast::api
