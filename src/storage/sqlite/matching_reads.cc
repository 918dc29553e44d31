// Offers and their journal, notifications, and answers kept for repeated requests.
#include "storage/sqlite/rows.h"
#include "storage/sqlite/sqlite_reads.h"

namespace waycast::sqlite {

Result<std::optional<Offer>> SqliteReads::offer(const OfferId& id) {
  return db_.query(select(kOfferColumns, "waycast_offers", "WHERE id = ?1"), id).one(read_offer);
}

Result<std::vector<Offer>> SqliteReads::pending_offers() {
  return db_
      .query(
          select(kOfferColumns, "waycast_offers", "WHERE state = 'PENDING' ORDER BY expiresAt, id"))
      .all(read_offer);
}

Result<std::vector<Offer>> SqliteReads::offers_of_pilot(const PilotId& id) {
  return db_
      .query(select(kOfferColumns, "waycast_offers",
                    "WHERE pilotId = ?1 AND state = 'PENDING' ORDER BY createdAt DESC, id DESC"),
             id)
      .all(read_offer);
}

Result<std::vector<Offer>> SqliteReads::offers_of_booking(const BookingId& id) {
  return db_
      .query(select(kOfferColumns, "waycast_offers", "WHERE bookingId = ?1 ORDER BY createdAt, id"),
             id)
      .all(read_offer);
}

Result<std::vector<JournalEntry>> SqliteReads::journal(const BookingId& id) {
  return db_
      .query(select(kJournalColumns, "waycast_match_journal",
                    "WHERE bookingId = ?1 ORDER BY createdAt, round, id"),
             id)
      .all(read_journal_entry);
}

Result<Page<Notification>> SqliteReads::notifications(const Principal& who, bool unread_only,
                                                      PageRequest page) {
  std::string condition = who.is(Role::kPilot) ? "WHERE pilotId = ?1" : "WHERE userId = ?1";
  if (unread_only) condition += " AND isRead = 0";
  const auto total =
      db_.query("SELECT COUNT(*) FROM notifications " + condition, who.id).value<std::int64_t>();
  if (!total) return std::unexpected(total.error());
  if (*total == 0) return Page<Notification>{};  // of most who connect: spares a sort
  auto items = db_.query(select(kNotificationColumns, "notifications",
                                condition + " ORDER BY createdAt DESC, id DESC LIMIT ?2 OFFSET ?3"),
                         who.id, page.limit, std::int64_t{page.page - 1} * page.limit)
                   .all(read_notification);
  if (!items) return std::unexpected(items.error());
  return Page<Notification>{std::move(*items), *total};
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
