// Offers and their journal, notifications, and answers kept for repeated requests.
#include <algorithm>

#include "storage/sqlite/entity_values.h"
#include "storage/sqlite/paged.h"
#include "storage/sqlite/sqlite_reads.h"

namespace waycast::sqlite {

std::string notifications_of(const Principal& who, bool unread_only) {
  const std::string owner = who.is(Role::kPilot) ? "pilotId" : "userId";
  return "WHERE " + owner + " = ?1" + (unread_only ? " AND isRead = 0" : "");
}

Result<std::optional<Offer>> SqliteReads::offer(const OfferId& id) {
  return db_.query(select<Offer>("WHERE id = ?1"), id).one(read<Offer>);
}

Result<std::vector<Offer>> SqliteReads::offers_of_pilot(const PilotId& id) {
  return db_
      .query(select<Offer>(
                 "WHERE pilotId = ?1 AND state = 'PENDING' ORDER BY createdAt DESC, id DESC"),
             id)
      .all(read<Offer>);
}

Result<std::vector<Offer>> SqliteReads::offers_of_booking(const BookingId& id) {
  auto newest =
      db_.query(select<Offer>("WHERE bookingId = ?1 ORDER BY createdAt DESC, id DESC LIMIT 1000"),
                id)
          .all(read<Offer>);
  if (newest) std::ranges::reverse(*newest);
  return newest;
}

Result<Page<JournalEntry>> SqliteReads::journal(const BookingId& id, PageRequest page) {
  return read_page(
      db_, "SELECT COUNT(*) FROM waycast_match_journal WHERE bookingId = ?1",
      select<JournalEntry>("WHERE bookingId = ?1 ORDER BY createdAt, round, id LIMIT ?2 OFFSET ?3"),
      read<JournalEntry>, page, id);
}

Result<Page<Notification>> SqliteReads::notifications(const Principal& who, bool unread_only,
                                                      PageRequest page) {
  const std::string condition = notifications_of(who, unread_only);
  return read_page(
      db_, "SELECT COUNT(*) FROM notifications " + condition,
      select<Notification>(condition + " ORDER BY createdAt DESC, id DESC LIMIT ?2 OFFSET ?3"),
      read<Notification>, page, who.id);
}

Result<std::optional<std::string>> SqliteReads::idempotent_answer(std::string_view scope,
                                                                  std::string_view key) {
  return db_
      .query("SELECT answer FROM waycast_idempotency WHERE scope = ?1 AND key = ?2", scope, key)
      .one([](Row& row) {
        std::string answer;
        row.read(answer);
        return answer;
      });
}

}  // namespace waycast::sqlite
