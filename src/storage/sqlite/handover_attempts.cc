// Wrong handover codes, so that a restart gives nobody five more guesses.
#include "storage/sqlite/sqlite_writes.h"
#include "storage/sqlite/steps.h"

namespace waycast::sqlite {
namespace {

constexpr Duration kAttemptsKept = std::chrono::hours{1};  // no lock lasts so long

HandoverAttempts read_attempts(Row& row) {
  HandoverAttempts attempts;
  row.read(attempts.wrong);
  row.read(attempts.last_at);
  return attempts;
}

}  // namespace

Result<std::optional<HandoverAttempts>> SqliteReads::handover_attempts(std::string_view key) {
  const auto found =
      db_.query("SELECT wrong, lastAt FROM waycast_handover_attempts WHERE attemptKey = ?1", key)
          .all(read_attempts);
  if (!found) return std::unexpected(found.error());
  return found->empty() ? std::nullopt : std::optional(found->front());
}

Result<void> SqliteWrites::put_handover_attempts(std::string_view key,
                                                 const HandoverAttempts& attempts) {
  return Steps(db_)
      .run("DELETE FROM waycast_handover_attempts WHERE lastAt < ?1",
           attempts.last_at - kAttemptsKept)
      .run("INSERT OR REPLACE INTO waycast_handover_attempts VALUES (?1, ?2, ?3)", key,
           attempts.wrong, attempts.last_at)
      .result();
}

Result<void> SqliteWrites::forget_handover_attempts(std::string_view key) {
  return Steps(db_)
      .run("DELETE FROM waycast_handover_attempts WHERE attemptKey = ?1", key)
      .result();
}

}  // namespace waycast::sqlite
