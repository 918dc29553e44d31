// What connections start from: everything of an identity.
#include <algorithm>

#include "storage/sqlite/entity_values.h"
#include "storage/sqlite/sqlite_reads.h"
#include "storage/sqlite/track_index.h"

namespace waycast::sqlite {
namespace {

constexpr int kUnreadSent = 20;

std::string read_followed(Row& row) {
  std::string followed;
  row.read(followed);
  return followed;
}

std::string newest_unread(Role role) {
  const std::string condition =
      notifications_of({.role = role, .id = {}, .name = {}, .expires_at = {}}, true);
  return select<Notification>(condition + " ORDER BY createdAt DESC, id DESC LIMIT ?2");
}

}  // namespace

Result<void> SqliteReads::add_account(PrincipalSnapshot& snapshot, const Principal& who) {
  if (who.is(Role::kUser)) {
    const auto found = user(who.user_id());
    if (!found) return std::unexpected(found.error());
    snapshot.exists = found->has_value();
    snapshot.is_suspended = snapshot.exists && (*found)->is_suspended();
  } else if (who.is(Role::kPilot)) {
    auto found = pilot(who.pilot_id());
    if (!found) return std::unexpected(found.error());
    snapshot.pilot = std::move(*found);
    snapshot.exists = snapshot.pilot.has_value();
    snapshot.is_suspended = snapshot.exists && snapshot.pilot->is_suspended();
    return add_staleness(snapshot, who.pilot_id());
  } else {
    const auto found = admin(who.admin_id());
    if (!found) return std::unexpected(found.error());
    snapshot.exists = found->has_value();
    snapshot.is_suspended = snapshot.exists && (*found)->is_suspended();
  }
  return {};
}

Result<void> SqliteReads::add_staleness(PrincipalSnapshot& snapshot, const PilotId& pilot) {
  const auto is_stale =
      db_.query("SELECT EXISTS (SELECT 1 FROM waycast_stale_pilots WHERE pilotId = ?1)", pilot)
          .value<bool>();
  if (!is_stale) return std::unexpected(is_stale.error());
  snapshot.is_stale = *is_stale && snapshot.exists && !snapshot.pilot->is_online;
  return {};
}

Result<void> SqliteReads::add_active_bookings(PrincipalSnapshot& snapshot, const PilotId& pilot) {
  static const std::string sql = select<Booking>(
      "WHERE pilotId = ?1 AND status NOT IN ('PENDING', 'DELIVERED', 'CANCELLED') "
      "ORDER BY createdAt");
  auto found = db_.query(sql, pilot).all(read<Booking>);
  if (!found) return std::unexpected(found.error());
  snapshot.active_bookings = std::move(*found);
  return {};
}

// The rows of a pilot and of their active booking are written together: where they agree, the
// pilot's time is that of the booking's position too. Otherwise the history has that point, and
// for a booking without history (another app's) its row is all there is.
Result<std::optional<StoredPosition>> SqliteReads::position_of(const Booking& booking,
                                                               const Pilot& pilot) {
  if (!booking.current) return std::nullopt;
  if (booking.current == pilot.current && pilot.last_location_at) {
    return StoredPosition{*booking.current, *pilot.last_location_at, booking.id};
  }
  const auto point = read_last_point(db_, booking.id);
  if (!point) return std::unexpected(point.error());
  if (*point) return StoredPosition{*(*point)->at, (*point)->created_at, booking.id};
  return StoredPosition{*booking.current, booking.updated_at, booking.id};
}

// What was written since this transaction's first read is neither there any more nor in the rows
// that it sees: it begins anew.
std::optional<LatestPositions::Unwritten> SqliteReads::unwritten_of(const PilotId& pilot) {
  auto unwritten = unwritten_.find(pilot);
  const std::uint64_t departures = unwritten_.departures();
  if (departures == departures_ || !db_.holds_snapshot()) return unwritten;
  departures_ = departures;
  (void)db_.run("COMMIT");
  (void)db_.run("BEGIN");
  return unwritten;
}

Result<void> SqliteReads::add_positions(
    PrincipalSnapshot& snapshot, const std::optional<LatestPositions::Unwritten>& unwritten) {
  if (!snapshot.pilot) return {};
  const Pilot& pilot = *snapshot.pilot;
  auto& newest = snapshot.last_position;
  if (pilot.current && pilot.last_location_at) {
    newest = {*pilot.current, *pilot.last_location_at, {}};
  }
  for (const Booking& booking : snapshot.active_bookings) {
    auto position = position_of(booking, pilot);
    if (!position) return std::unexpected(position.error());
    const auto& later = unwritten ? unwritten->on_booking : std::nullopt;
    if (later && later->booking_id == booking.id) *position = later;
    if (!*position) continue;
    if (newest && newest->recorded_at == (*position)->recorded_at) newest = **position;
    snapshot.booking_positions.push_back(**position);
  }
  const bool is_older =
      !newest || (unwritten && newest->recorded_at <= unwritten->newest.recorded_at);
  if (unwritten && is_older) newest = unwritten->newest;
  return {};
}

Result<void> SqliteReads::add_subscriptions(PrincipalSnapshot& snapshot, const Principal& who,
                                            TimePoint dropped_after, TimePoint dropped_before) {
  auto found = db_.query(
                      "SELECT DISTINCT bookingId FROM waycast_followed "
                      "WHERE principal = ?1 AND droppedAt > ?2 AND droppedAt <= ?3 "
                      "ORDER BY bookingId",
                      who.key(), dropped_after, dropped_before)
                   .all(read_followed);
  if (!found) return std::unexpected(found.error());
  snapshot.saved_subscriptions = std::move(*found);
  return {};
}

Result<void> SqliteReads::add_unread(PrincipalSnapshot& snapshot, const Principal& who) {
  static const std::string of_user = newest_unread(Role::kUser);
  static const std::string of_pilot = newest_unread(Role::kPilot);
  auto newest = db_.query(who.is(Role::kPilot) ? of_pilot : of_user, who.id, kUnreadSent)
                    .all(read<Notification>);
  if (!newest) return std::unexpected(newest.error());
  snapshot.unread = std::move(*newest);
  std::ranges::reverse(snapshot.unread);
  return {};
}

Result<PrincipalSnapshot> SqliteReads::snapshot_of(const Principal& who, TimePoint now,
                                                   Duration keep) {
  const auto unwritten = who.is(Role::kPilot) ? unwritten_of(who.pilot_id()) : std::nullopt;
  PrincipalSnapshot snapshot;
  Result<void> done = add_account(snapshot, who);
  if (done && who.is(Role::kPilot)) done = add_active_bookings(snapshot, who.pilot_id());
  if (done && who.is(Role::kPilot)) done = add_positions(snapshot, unwritten);
  if (done) done = add_subscriptions(snapshot, who, now - keep, now + keep);
  if (done && !who.is(Role::kAdmin)) done = add_unread(snapshot, who);
  if (!done) return std::unexpected(done.error());
  return snapshot;
}

Result<std::vector<PrincipalSnapshot>> SqliteReads::principals(const std::vector<Principal>& who,
                                                               TimePoint now, Duration keep) {
  std::vector<PrincipalSnapshot> snapshots;
  snapshots.reserve(who.size());
  for (const Principal& one : who) {
    auto snapshot = snapshot_of(one, now, keep);
    if (!snapshot) return std::unexpected(snapshot.error());
    snapshots.push_back(std::move(*snapshot));
  }
  return snapshots;
}

}  // namespace waycast::sqlite
