#include "storage/sqlite/device_times.h"

#include "base/ids.h"

namespace waycast::sqlite {
namespace {

// A clock that is set back says the same times again, and one point's corrected time may be what
// the device said of another: only the same time at the same place is the same point.
constexpr std::string_view kIsThere =
    "SELECT COUNT(*) FROM waycast_device_times d JOIN tracking_history h ON h.id = d.id "
    "WHERE d.bookingId = ?1 AND d.deviceTime = ?2 AND h.lat = ?3 AND h.lng = ?4";
constexpr std::string_view kIsInHistory =
    "SELECT COUNT(*) FROM tracking_history WHERE id = ?1 AND lat = ?2 AND lng = ?3";
constexpr std::string_view kNote = "INSERT OR IGNORE INTO waycast_device_times VALUES (?1, ?2, ?3)";

bool has_device_time(const PointRow& point) {
  return !point.booking_id.empty() && point.location.recorded_at;
}

}  // namespace

Result<void> DeviceTimes::load() {
  const auto any = db_.query("SELECT EXISTS (SELECT 1 FROM waycast_device_times)").value<int>();
  if (!any) return std::unexpected(any.error());
  is_empty_ = *any == 0;
  return {};
}

Result<std::size_t> DeviceTimes::leave_out_known(std::vector<const PointRow*>& points,
                                                 bool is_batch) {
  std::size_t kept = 0;
  for (const PointRow* point : points) {
    Result<bool> known = false;
    if (point->is_redated && has_device_time(*point)) {
      known = is_known(*point);
    } else if (is_batch && !is_empty_ && has_device_time(*point)) {
      known = is_there(*point);
    }
    if (!known) return std::unexpected(known.error());
    if (!*known) points[kept++] = point;
  }
  const std::size_t left_out = points.size() - kept;
  points.resize(kept);
  return left_out;
}

// It may have been stored before its device's clock was known to be wrong.
Result<bool> DeviceTimes::is_known(const PointRow& point) {
  const auto rows =
      db_.query(kIsInHistory, point_id(point.booking_id.str(), *point.location.recorded_at),
                point.location.at)
          .value<int>();
  if (!rows) return std::unexpected(rows.error());
  if (*rows > 0) return true;
  const auto noted = db_.run(kNote, point.booking_id, *point.location.recorded_at,
                             point_id(point.booking_id.str(), point.recorded_at));
  if (!noted) return std::unexpected(noted.error());
  is_empty_ = false;
  return *noted > 0 ? Result<bool>(false) : is_there(point);
}

Result<bool> DeviceTimes::is_there(const PointRow& point) {
  const auto rows =
      db_.query(kIsThere, point.booking_id, *point.location.recorded_at, point.location.at)
          .value<int>();
  if (!rows) return std::unexpected(rows.error());
  return *rows > 0;
}

Result<std::unordered_map<std::string, TimePoint>> read_device_times(Connection& connection,
                                                                     const BookingId& booking) {
  std::unordered_map<std::string, TimePoint> times;
  const auto read =
      connection
          .query("SELECT id, deviceTime FROM waycast_device_times WHERE bookingId = ?1", booking)
          .all([&times](Row& row) {
            std::string id;
            TimePoint at{};
            row.read(id, at);
            times.emplace(std::move(id), at);
            return true;
          });
  if (!read) return std::unexpected(read.error());
  return times;
}

}  // namespace waycast::sqlite
