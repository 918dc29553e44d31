// StoreWrites on one connection, inside a savepoint that the caller holds. One file a subject:
// live_writes.cc, booking_writes.cc, accept_facts.cc, account_writes.cc, code_writes.cc,
// handover_attempts.cc, matching_writes.cc.
#pragma once

#include "storage/keep_settings.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/sqlite_reads.h"
#include "tracking/ports/store_writes.h"

namespace waycast::sqlite {

class SqliteWrites final : public StoreWrites {
 public:
  // `connection` and `unwritten` outlive this.
  SqliteWrites(Connection& connection, const LatestPositions& unwritten,
               const KeepSettings& keep = {})
      : db_(connection), reads_(connection, unwritten), keep_(keep) {}

  StoreReads& reads() override { return reads_; }

  Result<void> set_pilot_online(const PilotId& id, bool online, TimePoint at) override;
  Result<void> set_pilot_stale(const PilotId& id, TimePoint at) override;
  Result<void> flag_points(const std::vector<PointFlag>& changes) override;
  Result<void> save_subscriptions(const Principal& who, std::string_view socket,
                                  const std::vector<std::string>& followed,
                                  std::optional<TimePoint> dropped_at) override;
  Result<void> drop_subscriptions(const Principal& who, std::string_view socket,
                                  const std::vector<std::string>& followed) override;
  Result<void> take_subscriptions(const Principal& who, TimePoint dropped_after) override;
  // At the start of the only server of this database: every socket is gone.
  Result<void> lose_subscriptions_as_only_server(TimePoint now);

  Result<std::optional<BookingFacts>> booking_facts(const BookingId& id) override;
  Result<AcceptFacts> accept_facts(const AcceptRequest& request) override;
  Result<BookingWritten> write_booking(const BookingWrite& rows) override;
  Result<BookingDetails> insert_booking(const BookingWrite& rows) override;
  Result<void> put_handover_attempts(std::string_view key,
                                     const HandoverAttempts& attempts) override;
  Result<void> forget_handover_attempts(std::string_view key) override;

  Result<void> put_user(const User& user) override;
  Result<void> put_pilot(const Pilot& pilot) override;
  Result<void> put_admin(const Admin& admin) override;
  Result<Pilot> set_pilot_status(const PilotId& id, PilotStatus status, TimePoint at) override;
  Result<User> set_user_active(const UserId& id, bool active, TimePoint at) override;
  Result<void> put_address(const Address& address) override;
  Result<void> delete_address(const AddressId& id) override;
  Result<void> put_vehicle_type(const VehicleType& type) override;
  Result<void> put_vehicle(const Vehicle& vehicle) override;
  Result<void> delete_vehicle(const VehicleId& id) override;
  Result<void> put_otp(const Otp& otp, std::string_view asked_from) override;
  Result<CodeVerdict> try_code(const CodeAttempt& attempt) override;

  Result<void> put_offers(const std::vector<Offer>& offers,
                          const std::vector<JournalEntry>& journal) override;
  Result<void> end_offers(const std::vector<Offer>& ended) override;

  Result<void> put_notification(const Notification& notification) override;
  Result<Notification> mark_read(const NotificationId& id, const Principal& who) override;

  Result<void> put_idempotent_answer(std::string_view scope, std::string_view key,
                                     std::string_view answer, TimePoint at) override;

 private:
  Result<void> put_assignment(const BookingWrite& rows);
  Result<void> put_rest(const BookingWrite& rows);
  // `condition` is about ?1, which is `id`.
  Result<std::vector<Offer>> pending_offers(std::string_view condition, std::string_view id);

  Connection& db_;
  SqliteReads reads_;
  const KeepSettings keep_;
};

}  // namespace waycast::sqlite
