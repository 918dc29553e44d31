// Presence, kept subscriptions, notifications, and answers kept for repeated requests.
#include <fmt/format.h>

#include "storage/sqlite/entity_values.h"
#include "storage/sqlite/sqlite_writes.h"
#include "storage/sqlite/steps.h"

namespace waycast::sqlite {

namespace {

// Rows that nobody came back for go when somebody writes the next ones.
constexpr Duration kFollowedKept = std::chrono::hours{1};  // no socket is waited for so long
constexpr Duration kAnswersKept = std::chrono::days{1};

}  // namespace

Result<void> SqliteWrites::set_pilot_online(const PilotId& id, bool online, TimePoint at) {
  return Steps(db_)
      .require(Code::kPilotNotFound,
               "UPDATE pilots SET isOnline = ?2, updatedAt = ?3 WHERE id = ?1", id, online, at)
      .run("DELETE FROM waycast_stale_pilots WHERE pilotId = ?1", id)
      .result();
}

Result<void> SqliteWrites::set_pilot_stale(const PilotId& id, TimePoint at) {
  if (auto offline = set_pilot_online(id, false, at); !offline) return offline;
  return Steps(db_).run("INSERT INTO waycast_stale_pilots VALUES (?1)", id).result();
}

Result<void> SqliteWrites::flag_points(const std::vector<PointFlag>& changes) {
  Steps steps(db_);
  for (const auto& [booking, recorded_at, is_flagged] : changes) {
    steps.run(is_flagged ? "INSERT OR IGNORE INTO waycast_flagged_points "
                           "SELECT id FROM tracking_history WHERE id = ?1"
                         : "DELETE FROM waycast_flagged_points WHERE id = ?1",
              point_id(booking.str(), recorded_at));
  }
  return steps.result();
}

Result<void> SqliteWrites::save_subscriptions(const Principal& who, std::string_view socket,
                                              const std::vector<std::string>& followed,
                                              std::optional<TimePoint> dropped_at) {
  Steps steps(db_);
  if (dropped_at) {
    steps
        .run(
            "DELETE FROM waycast_followed WHERE (principal, socket, bookingId) IN (SELECT "
            "principal, socket, bookingId FROM waycast_followed WHERE droppedAt < ?1 LIMIT ?2)",
            *dropped_at - kFollowedKept, kForgottenAtOnce)
        .run("DELETE FROM waycast_followed WHERE principal = ?1 AND socket = ?2", who.key(),
             socket);
  }
  for (const std::string& key : followed) {
    steps.run("INSERT OR REPLACE INTO waycast_followed VALUES (?1, ?2, ?3, ?4)", who.key(), socket,
              key, dropped_at);
  }
  return steps.result();
}

Result<void> SqliteWrites::drop_subscriptions(const Principal& who, std::string_view socket,
                                              const std::vector<std::string>& followed) {
  Steps steps(db_);
  for (const std::string& key : followed) {
    steps.run(
        "DELETE FROM waycast_followed WHERE principal = ?1 AND socket = ?2 AND bookingId = ?3",
        who.key(), socket, key);
  }
  return steps.result();
}

Result<void> SqliteWrites::take_subscriptions(const Principal& who, TimePoint dropped_after) {
  const auto outdated =
      db_.run("DELETE FROM waycast_followed WHERE principal = ?1 AND droppedAt <= ?2", who.key(),
              dropped_after);
  if (!outdated) return std::unexpected(outdated.error());
  // Nobody knows which of several returned: as if it had been the first, whose part another has.
  const auto left = db_.run(
      "UPDATE OR REPLACE waycast_followed SET socket = heir, droppedAt = latest FROM "
      "(SELECT MIN(socket) AS first, MAX(socket) AS heir, MAX(droppedAt) AS latest "
      "FROM waycast_followed WHERE principal = ?1 AND droppedAt IS NOT NULL) "
      "WHERE principal = ?1 AND socket = first AND first < heir AND droppedAt IS NOT NULL",
      who.key());
  if (!left) return std::unexpected(left.error());
  if (*left > 0) return {};
  return Steps(db_)
      .run("DELETE FROM waycast_followed WHERE principal = ?1 AND droppedAt IS NOT NULL", who.key())
      .result();
}

Result<void> SqliteWrites::lose_subscriptions_as_only_server(TimePoint now) {
  return Steps(db_)
      .run("DELETE FROM waycast_followed WHERE droppedAt < ?1", now - kFollowedKept)
      .run("UPDATE waycast_followed SET droppedAt = ?1 WHERE droppedAt IS NULL", now)
      .result();
}

Result<void> SqliteWrites::put_notification(const Notification& n) {
  Steps steps(db_);
  steps.run(upsert<Notification>(), all_of(n));
  constexpr std::string_view kOldOnes =
      "DELETE FROM notifications WHERE id IN (SELECT id FROM notifications WHERE {0} = ?1 "
      "ORDER BY createdAt DESC LIMIT ?3 OFFSET ?2)";
  static const std::string of_user = fmt::format(fmt::runtime(kOldOnes), "userId");
  static const std::string of_pilot = fmt::format(fmt::runtime(kOldOnes), "pilotId");
  if (n.user_id) steps.run(of_user, *n.user_id, keep_.notifications, kForgottenAtOnce);
  if (n.pilot_id) steps.run(of_pilot, *n.pilot_id, keep_.notifications, kForgottenAtOnce);
  return steps.result();
}

Result<Notification> SqliteWrites::mark_read(const NotificationId& id, const Principal& who) {
  const std::string owner = who.is(Role::kPilot) ? "pilotId" : "userId";
  const std::string sql = "UPDATE notifications SET isRead = 1 WHERE id = ?1 AND " + owner +
                          " = ?2 RETURNING " + columns<Notification>();
  auto marked = db_.query(sql, id, who.id).all(read<Notification>);
  if (!marked) return std::unexpected(marked.error());
  if (marked->empty()) return fail(Code::kNotFound, "Notification not found");
  return std::move(marked->front());
}

Result<void> SqliteWrites::put_idempotent_answer(std::string_view scope, std::string_view key,
                                                 std::string_view answer, TimePoint at) {
  return Steps(db_)
      .run(
          "DELETE FROM waycast_idempotency WHERE (scope, key) IN (SELECT scope, key "
          "FROM waycast_idempotency WHERE createdAt < ?1 ORDER BY createdAt LIMIT ?2)",
          at - kAnswersKept, kForgottenAtOnce)
      .run("INSERT INTO waycast_idempotency VALUES (?1, ?2, ?3, ?4)", scope, key, answer, at)
      .result();
}

}  // namespace waycast::sqlite
