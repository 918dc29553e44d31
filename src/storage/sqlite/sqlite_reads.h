// StoreReads on one connection. One file a subject: live_reads.cc, fleet_reads.cc,
// booking_reads.cc, account_reads.cc, matching_reads.cc. Whoever runs several reads that must agree
// holds a transaction around them (reader_pool, writer) and makes this before its first read; to
// ask for a pilot may begin a reader's anew.
#pragma once

#include "storage/sqlite/connection.h"
#include "storage/sqlite/latest_positions.h"
#include "tracking/ports/store_reads.h"

namespace waycast::sqlite {

// The condition of somebody's notifications; ?1 is their id.
std::string notifications_of(const Principal& who, bool unread_only);

class SqliteReads final : public StoreReads {
 public:
  // Both outlive this. `unwritten`: what the writer on the same database still holds.
  SqliteReads(Connection& connection, const LatestPositions& unwritten)
      : db_(connection), unwritten_(unwritten), departures_(unwritten.departures()) {}

  Result<std::vector<PrincipalSnapshot>> principals(const std::vector<Principal>& who,
                                                    TimePoint now, Duration keep) override;
  Result<OpenWork> open_work(TimePoint today_starts, TimePoint today_ends) override;
  Result<std::vector<FleetPilot>> online_pilots() override;
  Result<std::optional<FleetPilot>> fleet_pilot(const PilotId& id) override;

  Result<std::optional<Booking>> booking(const BookingId& id) override;
  Result<std::optional<BookingDetails>> booking_details(const BookingId& id) override;
  Result<Page<BookingDetails>> bookings(const BookingFilter& filter, PageRequest page) override;
  Result<Page<OpenBooking>> open_bookings(const OpenBookingFilter& filter,
                                          PageRequest page) override;
  Result<std::vector<BookingDetails>> unfinished_bookings() override;
  Result<TrackPart> track_part(const BookingId& id, const TrackRange& range) override;
  Result<StatsCount> count_stats(TimePoint today_starts, TimePoint today_ends) override;
  Result<std::optional<HandoverAttempts>> handover_attempts(std::string_view key) override;

  Result<std::optional<User>> user(const UserId& id) override;
  Result<std::optional<User>> user_by_phone(std::string_view phone) override;
  Result<std::optional<Pilot>> pilot(const PilotId& id) override;
  Result<std::optional<Pilot>> pilot_by_phone(std::string_view phone) override;
  Result<Page<Pilot>> pilots(const PilotFilter& filter, PageRequest page) override;
  Result<std::optional<Admin>> admin(const AdminId& id) override;
  Result<std::optional<Admin>> admin_by_email(std::string_view email) override;
  Result<std::optional<Address>> address(const AddressId& id) override;
  Result<Page<Address>> addresses(const UserId& owner, PageRequest page) override;
  Result<Page<VehicleType>> vehicle_types(PageRequest page) override;
  Result<std::optional<VehicleType>> vehicle_type(const VehicleTypeId& id) override;
  Result<std::optional<Vehicle>> vehicle(const VehicleId& id) override;
  Result<Page<Vehicle>> vehicles(const PilotId& owner, PageRequest page) override;
  Result<std::optional<Vehicle>> first_vehicle(const PilotId& owner) override;
  Result<std::int64_t> held(Holding what, std::string_view account, std::int64_t at_most) override;
  Result<std::optional<Otp>> latest_otp(std::string_view phone, OtpPurpose purpose) override;

  Result<std::optional<Offer>> offer(const OfferId& id) override;
  Result<std::vector<Offer>> offers_of_pilot(const PilotId& id) override;
  Result<std::vector<Offer>> offers_of_booking(const BookingId& id) override;
  Result<Page<JournalEntry>> journal(const BookingId& id, PageRequest page) override;

  Result<Page<Notification>> notifications(const Principal& who, bool unread_only,
                                           PageRequest page) override;
  Result<std::optional<std::string>> idempotent_answer(std::string_view scope,
                                                       std::string_view key) override;

 private:
  Result<PrincipalSnapshot> snapshot_of(const Principal& who, TimePoint now, Duration keep);
  Result<void> add_account(PrincipalSnapshot& snapshot, const Principal& who);
  Result<void> add_staleness(PrincipalSnapshot& snapshot, const PilotId& pilot);
  Result<void> add_active_bookings(PrincipalSnapshot& snapshot, const PilotId& pilot);
  std::optional<LatestPositions::Unwritten> unwritten_of(const PilotId& pilot);
  Result<void> add_positions(PrincipalSnapshot& snapshot,
                             const std::optional<LatestPositions::Unwritten>& unwritten);
  Result<std::optional<StoredPosition>> position_of(const Booking& booking, const Pilot& pilot);
  Result<void> add_subscriptions(PrincipalSnapshot& snapshot, const Principal& who,
                                 TimePoint dropped_after, TimePoint dropped_before);
  Result<void> add_unread(PrincipalSnapshot& snapshot, const Principal& who);

  Connection& db_;
  const LatestPositions& unwritten_;
  std::uint64_t departures_;  // before the transaction's first read
};

}  // namespace waycast::sqlite
