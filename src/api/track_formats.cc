#include "api/track_formats.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

#include "base/json_writer.h"
#include "base/time_format.h"

namespace waycast::api {
namespace {

bool is_shown(const HistoryEntry& entry) { return entry.at && !entry.is_flagged; }

void write_position(JsonWriter& json, LatLng at) {
  json.begin_array().value(at.lng).value(at.lat).end_array();
}

struct Vertex {
  LatLng at;
  TimePoint time{};
};
using Line = std::vector<Vertex>;

// Where the way between two points crosses +-180 degrees, on the side of `from`.
Vertex crossing(const Vertex& from, const Vertex& to) {
  const bool is_east = from.at.lng > to.at.lng;
  const double to_edge = is_east ? 180 - from.at.lng : from.at.lng + 180;
  const double whole = 360 - std::abs(to.at.lng - from.at.lng);
  const double part = whole > 0 ? to_edge / whole : 0;
  const auto since = std::chrono::duration<double, std::milli>(to.time - from.time) * part;
  return {{from.at.lat + (to.at.lat - from.at.lat) * part, is_east ? 180.0 : -180.0},
          from.time + std::chrono::round<Duration>(since)};
}

// The points that are positions, cut where they cross +-180 degrees (RFC 7946 3.1.9). A line has
// two positions or more (3.1.4).
std::vector<Line> lines_of(const std::vector<HistoryEntry>& track) {
  std::vector<Line> lines(1);
  for (const auto& entry : track) {
    if (!is_shown(entry)) continue;
    const Vertex next{*entry.at, entry.created_at};
    if (!lines.back().empty() && std::abs(next.at.lng - lines.back().back().at.lng) > 180) {
      Vertex edge = crossing(lines.back().back(), next);
      if (lines.back().back().at != edge.at) lines.back().push_back(edge);
      edge.at.lng = -edge.at.lng;
      lines.emplace_back();
      if (edge.at != next.at) lines.back().push_back(edge);
    }
    lines.back().push_back(next);
  }
  std::erase_if(lines, [](const Line& line) { return line.size() < 2; });
  return lines;
}

void write_line(JsonWriter& json, const BookingDetails& booking, const std::vector<Line>& lines) {
  const auto write_each = [&](const auto& write_vertex) {
    if (lines.size() > 1) json.begin_array();
    for (const Line& line : lines) {
      json.begin_array();
      for (const Vertex& vertex : line) write_vertex(vertex);
      json.end_array();
    }
    if (lines.size() > 1) json.end_array();
  };
  json.begin_object().field("type", "Feature");
  json.key("geometry").begin_object();
  json.field("type", lines.size() > 1 ? "MultiLineString" : "LineString").key("coordinates");
  write_each([&json](const Vertex& vertex) { write_position(json, vertex.at); });
  json.end_object();
  json.key("properties").begin_object().field("bookingId", booking.booking.id).key("times");
  write_each([&json](const Vertex& vertex) { json.value(vertex.time); });
  json.end_object().end_object();
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

// xsd:decimal has no exponents.
std::string decimal(double value) {
  std::array<char, 400> text;  // the smallest double has 325 decimals
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  return {text.data(), end.ptr};
}

// A longitude of GPX is less than 180.
double gpx_longitude(double lng) { return lng >= 180 ? lng - 360 : lng; }

}  // namespace

std::string geojson(const BookingDetails& booking, const std::vector<HistoryEntry>& track) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().field("type", "FeatureCollection");
  json.key("features").begin_array();
  const std::vector<Line> lines = lines_of(track);
  if (!lines.empty()) write_line(json, booking, lines);
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
                       decimal(entry.at->lat), decimal(gpx_longitude(entry.at->lng)),
                       format_time(entry.created_at));
  }
  return out + "</trkseg></trk>\n</gpx>\n";
}

}  // namespace waycast::api
