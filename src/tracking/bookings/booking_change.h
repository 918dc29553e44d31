// What is asked of a booking, and what came of it: the words that the rules (decide_status.h,
// decide_accept.h), the dispatch loop and those who are told have in common.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tracking/entities.h"
#include "tracking/messages.h"
#include "tracking/offers.h"

namespace waycast {

// A change of a booking as it was committed: what followers are told.
struct BookingChange {
  BookingDetails details;  // after the change
  BookingStatus before{};  // == details.booking.status if nothing changed (a repeat)
  std::optional<std::string> reason;
  std::vector<Offer> withdrawn;       // pending offers that a cancellation ended: now CANCELLED
  std::vector<Notification> notices;  // what the people concerned are told, stored with the change
  bool changed() const { return before != details.booking.status; }
};

// Without `by_pilot` and `by_user` an admin asks.
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

// Where the pilot stood who takes a booking that was not offered to them; the journal keeps it.
struct PlaceOfWinner {
  double distance = 0;                 // km to the pickup
  std::optional<double> position_age;  // seconds
};

struct AcceptRequest {
  BookingId booking_id;
  PilotId pilot_id;
  // Without: the pilot's oldest active, verified vehicle of the booking's type.
  std::optional<VehicleId> vehicle_id;
  std::optional<OfferId> offer_id;  // the offer this answers, if any
  bool by_admin = false;            // assignment: the pilot need not be online
  TimePoint at{};                   // of the decision: when the booking becomes the pilot's
  // When they answered, if that was earlier: decides whether the offer still stood.
  std::optional<TimePoint> answered_at = std::nullopt;
  PlaceOfWinner place{};
};

// Everything an accept decides in one transaction: the booking is the pilot's, their offer has
// ended, all other pending offers of the booking become TAKEN, and the pilot's other pending offers
// become CANCELLED.
struct AcceptOutcome {
  BookingChange change;
  std::optional<Offer> own;  // the winner's of this booking: ACCEPTED, or TIMEOUT if it was over
  std::vector<Offer> taken;  // losers of this booking
  std::vector<Offer> withdrawn;  // other offers to the winner
};

}  // namespace waycast
