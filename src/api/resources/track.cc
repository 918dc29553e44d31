// The history of a delivery: its changes and points, as JSON, GeoJSON (RFC 7946) or GPX 1.1.
// Readable by the booking's customer, its pilot and admins, also after its end: it holds only what
// was shared while the booking was active.
//
// A long one comes in parts: `Link: <...>; rel="next"` (RFC 8288) leads from one to the next.
#include <fmt/format.h>

#include "api/booking_access.h"
#include "api/call.h"
#include "api/query_reader.h"
#include "api/read_answer.h"
#include "api/resource_json.h"
#include "api/resources.h"
#include "api/track_formats.h"
#include "base/time_format.h"

namespace waycast::api {
namespace {

constexpr int kFewest = 100;   // entries of a part
constexpr int kMost = 10'000;  // a few megabytes of JSON

struct TrackQuery {
  BookingId booking;
  Principal who;
  std::string path, format;
  TrackRange range;
};

struct Track {
  BookingDetails booking;
  TrackPart part;
};

Result<Track> read_track(StoreReads& reads, const TrackQuery& query) {
  auto booking = required(reads.booking_details(query.booking), Code::kBookingNotFound);
  if (!booking) return std::unexpected(booking.error());
  const auto viewer = viewer_of(booking->booking, query.who);
  if (!viewer) return std::unexpected(viewer.error());
  auto part = reads.track_part(query.booking, query.range);
  if (!part) return std::unexpected(part.error());
  return Track{*std::move(booking), *std::move(part)};
}

http::Response json_answer(const Track& track, std::size_t limit) {
  auto response = success(200, "Tracking history", json_list(track.part.entries, write_history));
  const std::string meta = json_text([&](JsonWriter& json) {
    json.begin_object().field("limit", static_cast<std::int64_t>(limit));
    json.field("next", track.part.next).end_object();
  });
  response.body.insert(response.body.size() - 1, ",\"meta\":" + meta);
  return response;
}

http::Response render(const TrackQuery& query, const Track& track) {
  if (query.format == "geojson") {
    return {200,
            {{"Content-Type", "application/geo+json"}},
            geojson(track.booking, track.part.entries)};
  }
  if (query.format == "gpx") {
    return {200, {{"Content-Type", "application/gpx+xml"}}, gpx(track.booking, track.part.entries)};
  }
  return json_answer(track, query.range.limit);
}

std::string next_link(const TrackQuery& query, TimePoint next) {
  std::string to = query.range.to ? "&to=" + format_time(*query.range.to) : std::string();
  return fmt::format("<{}?format={}&from={}{}&limit={}>; rel=\"next\"", query.path, query.format,
                     format_time(next), to, query.range.limit);
}

http::Response answer(const TrackQuery& query, const Track& track) {
  auto response = render(query, track);
  if (track.part.next) {
    response.headers.push_back({"Link", next_link(query, *track.part.next)});
  }
  return response;
}

void track(const Services& services, const CallRef& call) {
  QueryReader query(call->request().query());
  const auto limit = query.whole("limit", {kFewest, kMost}).value_or(kMost);
  TrackQuery wanted{
      .booking = BookingId(call->param("id")),
      .who = call->who(),
      .path = std::string(call->request().path()),
      .format = query.text("format").value_or("json"),
      .range = {query.time("from"), query.time("to"), static_cast<std::size_t>(limit)}};
  if (wanted.format != "json" && wanted.format != "geojson" && wanted.format != "gpx") {
    return call->fail({{"format", "format must be json, geojson or gpx"}});
  }
  if (!query.ok()) return call->fail(query.errors());
  scan_and_answer(
      services.store, call, [wanted](StoreReads& reads) { return read_track(reads, wanted); },
      [wanted](const Track& found) { return answer(wanted, found); });
}

}  // namespace

void add_track_routes(Router& router, const Services& services) {
  router.add("GET", fmt::format("{}/bookings/:id/track", kApiRoot), Access::kAnyone,
             [&services](const CallRef& call) { track(services, call); });
}

}  // namespace waycast::api
