// One-time codes: sent, tried, used (tracking/ports/code_attempt.h).
#include <algorithm>

#include "storage/sqlite/entity_values.h"
#include "storage/sqlite/sqlite_writes.h"
#include "storage/sqlite/steps.h"

namespace waycast::sqlite {
namespace {

constexpr std::chrono::days kOtpKept{1};  // after it expired

using Codes = std::vector<Otp>;  // the newest first

Result<Codes> live_codes(Connection& db, const CodeAttempt& attempt) {
  return db
      .query(
          select<Otp>("WHERE phone IN (?1, ?2) AND purpose = ?3 AND isUsed = 0 AND expiresAt > ?4 "
                      "ORDER BY createdAt DESC, id DESC LIMIT ?5"),
          attempt.phone, other_form(attempt.phone), attempt.purpose, attempt.at,
          attempt.limits.live_codes)
      .all(read<Otp>);
}

Result<bool> has_asked(Connection& db, const Codes& codes, const std::string& address) {
  for (const Otp& otp : codes) {
    const auto asked = db.query(
                             "SELECT EXISTS (SELECT 1 FROM waycast_code_addresses "
                             "WHERE otpId = ?1 AND address = ?2 AND asked = 1)",
                             otp.id, address)
                           .value<bool>();
    if (!asked || *asked) return asked;
  }
  return false;
}

// Of addresses that have not asked for it.
Result<int> wrong_elsewhere(Connection& db, const Otp& otp) {
  return db
      .query(
          "SELECT COALESCE(SUM(wrong), 0) FROM waycast_code_addresses "
          "WHERE otpId = ?1 AND asked = 0",
          otp.id)
      .value<int>();
}

Result<int> wrong_of(Connection& db, const Otp& otp, const std::string& address) {
  return db
      .query("SELECT wrong FROM waycast_code_addresses WHERE otpId = ?1 AND address = ?2", otp.id,
             address)
      .value<int>();
}

Result<bool> may_try(Connection& db, const Codes& codes, const CodeAttempt& attempt) {
  const auto own = wrong_of(db, codes.front(), attempt.address);
  if (!own) return std::unexpected(own.error());
  if (*own >= attempt.limits.wrong_of_address) return false;
  const auto asked = has_asked(db, codes, attempt.address);
  if (!asked || *asked) return asked;
  const auto others = wrong_elsewhere(db, codes.front());
  if (!others) return std::unexpected(others.error());
  return *others < attempt.limits.wrong_elsewhere;
}

Result<CodeVerdict> count_wrong(Connection& db, const Otp& newest, const std::string& address) {
  const auto counted = db.run(
      "INSERT INTO waycast_code_addresses (otpId, address, wrong) VALUES (?1, ?2, 1) "
      "ON CONFLICT (otpId, address) DO UPDATE SET wrong = wrong + 1",
      newest.id, address);
  if (!counted) return std::unexpected(counted.error());
  return CodeVerdict{CodeVerdict::Outcome::kWrong, {}};
}

}  // namespace

Result<void> SqliteWrites::put_otp(const Otp& o, std::string_view asked_from) {
  const TimePoint oldest = o.created_at - kOtpKept;
  Steps steps(db_);
  steps
      .run(
          "DELETE FROM waycast_code_addresses WHERE otpId IN "
          "(SELECT id FROM otps WHERE expiresAt < ?1 ORDER BY expiresAt LIMIT ?2)",
          oldest, kForgottenAtOnce)
      .run(
          "DELETE FROM otps WHERE id IN "
          "(SELECT id FROM otps WHERE expiresAt < ?1 ORDER BY expiresAt LIMIT ?2)",
          oldest, kForgottenAtOnce)
      .run(insert<Otp>(), all_of(o));
  if (asked_from.empty()) return steps.result();
  return steps
      .run("INSERT INTO waycast_code_addresses (otpId, address, asked) VALUES (?1, ?2, 1)", o.id,
           asked_from)
      .result();
}

Result<CodeVerdict> SqliteWrites::try_code(const CodeAttempt& attempt) {
  const auto codes = live_codes(db_, attempt);
  if (!codes) return std::unexpected(codes.error());
  if (codes->empty()) return CodeVerdict{CodeVerdict::Outcome::kWrong, {}};
  const Otp& newest = codes->front();
  const auto allowed = may_try(db_, *codes, attempt);
  if (!allowed) return std::unexpected(allowed.error());
  if (!*allowed) return CodeVerdict{CodeVerdict::Outcome::kTooMany, newest.expires_at - attempt.at};
  const auto match = std::ranges::find(*codes, attempt.code, &Otp::code);
  if (match == codes->end()) return count_wrong(db_, newest, attempt.address);
  const auto marked = db_.run("UPDATE otps SET isUsed = 1 WHERE id = ?1", match->id);
  if (!marked) return std::unexpected(marked.error());
  return CodeVerdict{CodeVerdict::Outcome::kRight, {}};
}

}  // namespace waycast::sqlite
