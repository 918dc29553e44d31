// The history of a delivery: its changes and points, as JSON, GeoJSON (RFC 7946) or GPX 1.1.
// Readable by the booking's customer, its pilot and admins, also after its end: it holds only what
// was shared while the booking was active.
#include <fmt/format.h>

#include "api/booking_access.h"
#include "api/call.h"
#include "api/query_reader.h"
#include "api/resource_json.h"
#include "api/resources.h"
#include "api/track_formats.h"

namespace waycast::api {
namespace {

void answer(const CallRef& call, const std::string& format, const BookingDetails& booking,
            const std::vector<HistoryEntry>& track) {
  if (format == "geojson") {
    return call->send({200, {{"Content-Type", "application/geo+json"}}, geojson(booking, track)});
  }
  if (format == "gpx") {
    return call->send({200, {{"Content-Type", "application/gpx+xml"}}, gpx(booking, track)});
  }
  call->ok("Tracking history", json_list(track, write_history));
}

}  // namespace

void add_track_routes(Router& router, const Services& services) {
  router.add(
      "GET", fmt::format("{}/bookings/:id/track", kApiRoot), Access::kAnyone,
      [&services](const CallRef& call) {
        QueryReader query(call->request().query());
        const auto format = query.text("format").value_or("json");
        if (format != "json" && format != "geojson" && format != "gpx") {
          return call->fail({{"format", "format must be json, geojson or gpx"}});
        }
        with_booking(
            services, call, [&services, call, format](const BookingDetails& booking, Viewer) {
              services.store.read(
                  call->loop(),
                  [id = booking.booking.id](StoreReads& reads) { return reads.track(id); },
                  call->then([call, format, booking](const std::vector<HistoryEntry>& track) {
                    answer(call, format, booking, track);
                  }));
            });
      });
}

}  // namespace waycast::api
