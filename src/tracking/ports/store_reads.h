// What can be read. Each call is one consistent read, and one question to a database that is
// elsewhere; synchronous, on a storage thread. A missing row is nullopt, not an error; an error
// means the database failed (ERR_1500).
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/principal.h"
#include "tracking/entities.h"
#include "tracking/messages.h"
#include "tracking/offers.h"
#include "tracking/page.h"
#include "tracking/ports/store_filters.h"

namespace waycast {

// A position that moved its pilot's marker: where, and when that very point was recorded.
struct StoredPosition {
  LatLng at{};
  TimePoint recorded_at{};
  BookingId booking_id{};  // that it belongs to; empty: none
};

// Everything a connecting socket needs.
struct PrincipalSnapshot {
  bool exists = false;
  bool is_suspended = false;
  std::optional<Pilot> pilot;            // of a pilot that exists
  bool is_stale = false;                 // a pilot: offline for want of positions only
  std::vector<Booking> active_bookings;  // of a pilot: ACCEPTED..ARRIVED_DROP, assigned to them
  // Of a pilot: their newest position, and the newest of each active booking that has one,
  // together with what is still on its way to their rows.
  std::optional<StoredPosition> last_position;
  std::vector<StoredPosition> booking_positions;
  // Dropped less than `keep` ago, not yet restored. A wall clock that was set back keeps nothing
  // for longer.
  std::vector<std::string> saved_subscriptions;
  std::vector<Notification> unread;  // newest 20, oldest first
};

// What `dashboard:stats` shows, counted from the tables.
struct StatsCount {
  std::int64_t active_bookings = 0, online_pilots = 0, pending_bookings = 0, today_deliveries = 0;
  double today_revenue = 0;
};

// Wrong handover codes under one key.
struct HandoverAttempts {
  int wrong = 0;
  TimePoint last_at{};
};

// What the fleet index starts from: a pilot that may be matched.
struct FleetPilot {
  Pilot pilot;
  std::vector<Vehicle> vehicles;  // active and verified
  std::optional<BookingId> active_booking;
  int offers_received = 0, offers_accepted = 0;  // acceptance rate = accepted / received
};

// What a server was at when it stopped.
struct OpenWork {
  std::vector<BookingDetails> bookings;  // PENDING and active, by createdAt
  // Of those that are PENDING, ended ones too: the newest thousand of each, oldest first.
  std::map<BookingId, std::vector<Offer>> offers;
  std::vector<Offer> pending_offers;  // of everybody, those that end first first
  std::vector<FleetPilot> pilots;     // every row with isOnline
  StatsCount stats;
};

class StoreReads {
 public:
  virtual ~StoreReads() = default;

  // live
  // Everything that connecting sockets need: one snapshot for each of `who`.
  virtual Result<std::vector<PrincipalSnapshot>> principals(const std::vector<Principal>& who,
                                                            TimePoint now, Duration keep) = 0;
  Result<PrincipalSnapshot> principal(const Principal& who, TimePoint now, Duration keep) {
    auto one = principals({who}, now, keep);
    if (!one) return std::unexpected(one.error());
    return std::move(one->front());
  }
  // Everything that the dispatch loop begins with. `today` is of the figures.
  virtual Result<OpenWork> open_work(TimePoint today_starts, TimePoint today_ends) = 0;
  virtual Result<std::vector<FleetPilot>> online_pilots() = 0;  // every row with isOnline
  virtual Result<std::optional<FleetPilot>> fleet_pilot(const PilotId& id) = 0;

  // bookings
  virtual Result<std::optional<Booking>> booking(const BookingId& id) = 0;
  virtual Result<std::optional<BookingDetails>> booking_details(const BookingId& id) = 0;
  virtual Result<Page<BookingDetails>> bookings(const BookingFilter& filter, PageRequest page) = 0;
  virtual Result<Page<OpenBooking>> open_bookings(const OpenBookingFilter& filter,
                                                  PageRequest page) = 0;
  // PENDING and active, by createdAt.
  virtual Result<std::vector<BookingDetails>> unfinished_bookings() = 0;
  virtual Result<TrackPart> track_part(const BookingId& id, const TrackRange& range) = 0;
  Result<std::vector<HistoryEntry>> track(const BookingId& id) {  // the whole: may be long
    auto part = track_part(id, {});
    if (!part) return std::unexpected(part.error());
    return std::move(part->entries);
  }
  virtual Result<StatsCount> count_stats(TimePoint today_starts, TimePoint today_ends) = 0;
  virtual Result<std::optional<HandoverAttempts>> handover_attempts(std::string_view key) = 0;

  // accounts. A phone is found with or without its '+': numbers of the same digits are one phone.
  virtual Result<std::optional<User>> user(const UserId& id) = 0;
  virtual Result<std::optional<User>> user_by_phone(std::string_view phone) = 0;
  virtual Result<std::optional<Pilot>> pilot(const PilotId& id) = 0;
  virtual Result<std::optional<Pilot>> pilot_by_phone(std::string_view phone) = 0;
  virtual Result<Page<Pilot>> pilots(const PilotFilter& filter, PageRequest page) = 0;
  virtual Result<std::optional<Admin>> admin(const AdminId& id) = 0;
  virtual Result<std::optional<Admin>> admin_by_email(std::string_view email) = 0;
  virtual Result<std::optional<Address>> address(const AddressId& id) = 0;
  virtual Result<Page<Address>> addresses(const UserId& owner, PageRequest page) = 0;
  virtual Result<Page<VehicleType>> vehicle_types(PageRequest page) = 0;  // active, cheapest first
  virtual Result<std::optional<VehicleType>> vehicle_type(const VehicleTypeId& id) = 0;
  virtual Result<std::optional<Vehicle>> vehicle(const VehicleId& id) = 0;
  virtual Result<Page<Vehicle>> vehicles(const PilotId& owner, PageRequest page) = 0;
  // The pilot's oldest active vehicle, verified ones before others.
  virtual Result<std::optional<Vehicle>> first_vehicle(const PilotId& owner) = 0;
  // How many of these the account holds, but no more than `at_most`. `account` is the id of a user
  // or pilot, of repeat keys the principal's key.
  virtual Result<std::int64_t> held(Holding what, std::string_view account,
                                    std::int64_t at_most) = 0;
  virtual Result<std::optional<Otp>> latest_otp(std::string_view phone, OtpPurpose purpose) = 0;

  // matching
  virtual Result<std::optional<Offer>> offer(const OfferId& id) = 0;
  virtual Result<std::vector<Offer>> offers_of_pilot(
      const PilotId& id) = 0;  // pending, newest first
  // The newest thousand, oldest first.
  virtual Result<std::vector<Offer>> offers_of_booking(const BookingId& id) = 0;
  // By createdAt. `answer` and `latency` of a row with an offer are written when that offer ends.
  virtual Result<Page<JournalEntry>> journal(const BookingId& id, PageRequest page) = 0;

  // notifications; exactly one of user and pilot is given
  virtual Result<Page<Notification>> notifications(const Principal& who, bool unread_only,
                                                   PageRequest page) = 0;

  // idempotency: the stored answer of a repeated POST
  virtual Result<std::optional<std::string>> idempotent_answer(std::string_view scope,
                                                               std::string_view key) = 0;
};

}  // namespace waycast
