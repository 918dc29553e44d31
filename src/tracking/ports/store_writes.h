// What can be changed, as whole operations: each either happens entirely or not at all, and checks
// its own conditions inside (`UPDATE ... WHERE status = ...`). Synchronous, on the writer thread.
// Every write sets updatedAt. Errors: the codes of docs/protocol.md, "Error codes", for refused
// conditions, ERR_1500 if the database failed.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tracking/points.h"
#include "tracking/ports/code_attempt.h"
#include "tracking/ports/store_reads.h"

namespace waycast {

struct AppendOutcome {
  std::size_t stored = 0;
  std::size_t duplicates = 0;
};

// A change of a booking as it was committed: what followers are told.
struct BookingChange {
  BookingDetails details;  // after the change
  BookingStatus before{};  // == details.booking.status if nothing changed (a repeat)
  std::optional<std::string> reason;
  std::vector<Offer> withdrawn;  // pending offers that a cancellation ended: now CANCELLED
  bool changed() const { return before != details.booking.status; }
};

struct StatusRequest {
  BookingId booking_id;
  BookingStatus to{};
  std::optional<PilotId> by_pilot;  // only if assigned to them, else ERR_1201
  std::optional<UserId> by_user;    // only if theirs, else ERR_1201
  std::optional<std::string> otp;   // checked for PICKED_UP and DELIVERED when require_otp
  bool require_otp = false;
  std::optional<std::string> reason;
  std::optional<std::string> delivery_photo;
  TimePoint at{};
};

struct AcceptRequest {
  BookingId booking_id;
  PilotId pilot_id;
  std::optional<VehicleId>
      vehicle_id;  // without: the pilot's active verified vehicle of the booking's type
  std::optional<OfferId> offer_id;  // the offer this answers, if any
  bool by_admin = false;            // assignment: the pilot need not be online
  TimePoint at{};                   // of the decision: when the booking becomes the pilot's
  // When they answered, if that was earlier: decides whether the offer still stood.
  std::optional<TimePoint> answered_at = std::nullopt;
};

// Everything an accept decides in one transaction: the booking is the pilot's, their offer is
// accepted, all other pending offers of the booking become TAKEN, and the pilot's other pending
// offers become CANCELLED.
struct AcceptOutcome {
  BookingChange change;
  std::vector<Offer> taken;      // losers of this booking
  std::vector<Offer> withdrawn;  // other offers to the winner
};

class StoreWrites {
 public:
  virtual ~StoreWrites() = default;
  virtual StoreReads& reads() = 0;  // sees this transaction

  // live
  virtual Result<void> set_pilot_online(const PilotId& id, bool online, TimePoint at) = 0;
  // Offline for want of positions: remembered as such until they come online or go.
  virtual Result<void> set_pilot_stale(const PilotId& id, TimePoint at) = 0;
  // What was learned of points that were appended before.
  virtual Result<void> flag_points(const std::vector<PointFlag>& changes) = 0;
  // What a socket follows (a booking's id, or a name that means something to the gateway), for when
  // it is lost or the server ends: added to what it follows while it is open, all of it if
  // `dropped_at` says when it was lost. Sockets that are open when the server ends were lost at the
  // next start.
  virtual Result<void> save_subscriptions(const Principal& who, std::string_view socket,
                                          const std::vector<std::string>& followed,
                                          std::optional<TimePoint> dropped_at) = 0;
  // The socket gave them up.
  virtual Result<void> drop_subscriptions(const Principal& who, std::string_view socket,
                                          const std::vector<std::string>& followed) = 0;
  // What the identity's sockets that were lost after `dropped_after` followed was taken over for
  // one of them: it is kept while others have not returned.
  virtual Result<void> take_subscriptions(const Principal& who, TimePoint dropped_after) = 0;

  // bookings
  virtual Result<BookingDetails> create_booking(const Booking& booking) = 0;
  virtual Result<BookingChange> change_status(
      const StatusRequest& request) = 0;  // also cancels, earns, counts
  virtual Result<AcceptOutcome> accept_booking(const AcceptRequest& request) = 0;
  // Forgets those of an hour ago.
  virtual Result<void> put_handover_attempts(std::string_view key,
                                             const HandoverAttempts& attempts) = 0;
  virtual Result<void> forget_handover_attempts(std::string_view key) = 0;

  // accounts: insert or replace the whole row
  virtual Result<void> put_user(const User& user) = 0;  // ERR_1411 for a phone already used
  virtual Result<void> put_pilot(
      const Pilot& pilot) = 0;  // never touches isOnline, position or counters of a row that exists
  virtual Result<void> put_admin(const Admin& admin) = 0;
  virtual Result<Pilot> set_pilot_status(const PilotId& id, PilotStatus status, TimePoint at) = 0;
  virtual Result<User> set_user_active(const UserId& id, bool active, TimePoint at) = 0;
  virtual Result<void> put_address(
      const Address& address) = 0;  // is_default: unsets the owner's others
  virtual Result<void> delete_address(const AddressId& id) = 0;  // ERR_1411 if a booking uses it
  virtual Result<void> put_vehicle_type(const VehicleType& type) = 0;
  virtual Result<void> put_vehicle(
      const Vehicle& vehicle) = 0;  // ERR_1411 for a registration already used
  virtual Result<void> delete_vehicle(const VehicleId& id) = 0;  // ERR_1411 if a booking uses it
  // `asked_from` may be empty: nobody's address. Forgets codes that expired a day before.
  virtual Result<void> put_otp(const Otp& otp, std::string_view asked_from) = 0;
  // Marks the code as used, or counts the attempt as wrong.
  virtual Result<CodeVerdict> try_code(const CodeAttempt& attempt) = 0;

  // matching
  virtual Result<void> put_offers(const std::vector<Offer>& offers,
                                  const std::vector<JournalEntry>& journal) = 0;
  // PENDING -> `to`; ERR_1308 unknown or another pilot's, ERR_1407 expired, ERR_1408 already
  // answered.
  virtual Result<Offer> close_offer(const OfferId& id, const std::optional<PilotId>& by,
                                    OfferState to, TimePoint at) = 0;

  // notifications
  virtual Result<void> put_notification(const Notification& notification) = 0;
  virtual Result<Notification> mark_read(const NotificationId& id,
                                         const Principal& who) = 0;  // ERR_1002

  // idempotency; ERR_1411 if the key exists
  virtual Result<void> put_idempotent_answer(std::string_view scope, std::string_view key,
                                             std::string_view answer, TimePoint at) = 0;
};

}  // namespace waycast
