#include <algorithm>

#include "storage/sqlite/entity_values.h"
#include "storage/sqlite/sqlite_writes.h"
#include "storage/sqlite/steps.h"
#include "storage/sqlite/track_codec.h"

namespace waycast::sqlite {
namespace {

// Ids begin with their time: those before `until` come first in each table. At most `rows` of each.
void forget_matching(Steps& steps, TimePoint until, std::size_t rows) {
  const std::string first_kept = point_id({}, std::max(until, TimePoint{})).substr(0, kIdTimeSize);
  steps
      .run(
          "DELETE FROM waycast_match_journal WHERE id IN "
          "(SELECT id FROM waycast_match_journal WHERE id < ?1 ORDER BY id LIMIT ?2)",
          first_kept, rows)
      .run(
          "DELETE FROM waycast_offers WHERE id IN (SELECT id FROM waycast_offers "
          "WHERE id < ?1 ORDER BY id LIMIT ?2) AND state <> 'PENDING'",
          first_kept, rows);
}

}  // namespace

Result<void> SqliteWrites::put_offers(const std::vector<Offer>& offers,
                                      const std::vector<JournalEntry>& journal) {
  Steps steps(db_);
  for (const Offer& offer : offers) steps.run(insert<Offer>(), all_of(offer));
  for (const JournalEntry& entry : journal) steps.run(insert<JournalEntry>(), all_of(entry));
  if (!journal.empty()) {
    const TimePoint until = journal.front().created_at - keep_.matching;
    forget_matching(steps, until, 2 * journal.size());
  }
  return steps.result();
}

Result<void> SqliteWrites::end_offers(const std::vector<Offer>& ended) {
  Steps steps(db_);
  for (const Offer& offer : ended) {
    steps
        .require(Code::kOfferAnswered,
                 "UPDATE waycast_offers SET state = ?2, answeredAt = ?3 "
                 "WHERE id = ?1 AND state = 'PENDING'",
                 offer.id, offer.state, offer.answered_at)
        .run("UPDATE waycast_match_journal SET answer = ?2, latency = ?3 WHERE offerId = ?1",
             offer.id, offer.state, offer.latency());
  }
  return steps.result();
}

Result<std::vector<Offer>> SqliteWrites::pending_offers(std::string_view condition,
                                                        std::string_view id) {
  std::string rest = "WHERE state = 'PENDING' AND ";
  rest.append(condition).append(" ORDER BY createdAt, id");
  return db_.query(select<Offer>(rest), id).all(read<Offer>);
}

}  // namespace waycast::sqlite
