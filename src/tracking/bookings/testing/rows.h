// The rows that the rules about bookings are tried on.
#pragma once

#include "tracking/bookings/booking_change.h"
#include "tracking/bookings/booking_rows.h"

namespace waycast::testing {

inline constexpr TimePoint kRuleTime{Duration{1'767'225'600'000}};

inline Pilot rule_pilot() {
  Pilot pilot;
  pilot.id = PilotId("pilot-1");
  pilot.name = "Asha";
  pilot.phone = "+911";
  pilot.status = PilotStatus::kApproved;
  pilot.is_online = true;
  return pilot;
}

inline Booking rule_booking(BookingStatus status) {
  Booking booking;
  booking.id = BookingId("booking-1");
  booking.booking_number = "WC-1";
  booking.user_id = UserId("user-1");
  booking.vehicle_type_id = VehicleTypeId("bike");
  booking.status = status;
  booking.total_amount = 100.55;
  booking.pickup_otp = "1111";
  booking.delivery_otp = "2222";
  if (status != BookingStatus::kPending) booking.pilot_id = PilotId("pilot-1");
  return booking;
}

inline Offer rule_offer(const char* id, const char* pilot, const char* booking = "booking-1") {
  Offer offer;
  offer.id = OfferId(id);
  offer.booking_id = BookingId(booking);
  offer.pilot_id = PilotId(pilot);
  offer.created_at = kRuleTime;
  offer.expires_at = kRuleTime + std::chrono::seconds(30);
  return offer;
}

inline BookingFacts facts_of(BookingStatus status) {
  BookingFacts facts;
  facts.details.booking = rule_booking(status);
  if (status != BookingStatus::kPending) facts.pilot = rule_pilot();
  return facts;
}

}  // namespace waycast::testing
