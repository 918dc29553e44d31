// What can be written, as whole operations: each either happens entirely or not at all. Rows, keys
// and transactions are the store's; the rules about bookings are not (tracking/bookings/).
// Synchronous, on the writer thread. Every write sets updatedAt. Errors: the codes of
// docs/protocol.md, "Error codes", for missing rows and refused keys, ERR_1500 if the database
// failed.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tracking/bookings/booking_change.h"
#include "tracking/bookings/booking_rows.h"
#include "tracking/points.h"
#include "tracking/ports/code_attempt.h"
#include "tracking/ports/store_reads.h"

namespace waycast {

struct AppendOutcome {
  std::size_t stored = 0;
  std::size_t duplicates = 0;
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
  // The rows that a decision about a booking is made on, as they are now. They stay so until the
  // transaction ends: a backend with several writers locks them.
  virtual Result<std::optional<BookingFacts>> booking_facts(const BookingId& id) = 0;
  virtual Result<AcceptFacts> accept_facts(const AcceptRequest& request) = 0;
  // All rows of a decision. Its status of before and the pilot's one place are keys: they hold
  // whatever was decided, and the caller refuses the operation, which undoes what was written.
  virtual Result<BookingWritten> write_booking(const BookingWrite& rows) = 0;
  // A new booking, with its places as they are now. ERR_1411: its id or number is taken.
  virtual Result<BookingDetails> insert_booking(const BookingWrite& rows) = 0;
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
  // Offers that have ended, by state and answered_at, in their rows and in the journal's. ERR_1408
  // if one has ended otherwise by now.
  virtual Result<void> end_offers(const std::vector<Offer>& ended) = 0;

  // notifications
  virtual Result<void> put_notification(const Notification& notification) = 0;
  virtual Result<Notification> mark_read(const NotificationId& id,
                                         const Principal& who) = 0;  // ERR_1002

  // idempotency; ERR_1411 if the key exists
  virtual Result<void> put_idempotent_answer(std::string_view scope, std::string_view key,
                                             std::string_view answer, TimePoint at) = 0;
};

}  // namespace waycast
