#include "tracking/json/booking_json.h"

#include <gtest/gtest.h>

namespace waycast {
namespace {

BookingDetails sample(BookingStatus status) {
  BookingDetails details;
  details.booking.id = BookingId("b-1");
  details.booking.user_id = UserId("u-1");
  details.booking.pilot_id = PilotId("p-1");
  details.booking.status = status;
  details.booking.pickup_otp = "1234";
  details.booking.delivery_otp = "5678";
  details.booking.current = LatLng{12.9715987, 77.5945627};
  details.user_phone = "+911111111111";
  details.pilot_phone = "+912222222222";
  return details;
}

std::string text(const BookingDetails& details, Viewer viewer) {
  std::string out;
  JsonWriter json(out);
  write_booking(json, details, viewer);
  return out;
}

TEST(BookingJson, CodesAndThePilotsPhoneAreTheCustomersOnly) {
  const auto details = sample(BookingStatus::kAccepted);
  const auto customer = text(details, Viewer::kCustomer);
  for (const char* secret : {"1234", "5678", "+912222222222"}) {
    EXPECT_NE(customer.find(secret), std::string::npos) << secret;
    EXPECT_EQ(text(details, Viewer::kPilot).find(secret), std::string::npos) << secret;
    EXPECT_EQ(text(details, Viewer::kAdmin).find(secret), std::string::npos) << secret;
  }
  for (const auto viewer : {Viewer::kCustomer, Viewer::kPilot, Viewer::kAdmin}) {
    EXPECT_EQ(text(details, viewer).find("+911111111111"), std::string::npos);
  }
}

TEST(BookingJson, APositionIsShownOnlyWhileTheBookingIsActive) {
  for (const auto status :
       {BookingStatus::kPending, BookingStatus::kAccepted, BookingStatus::kInTransit,
        BookingStatus::kArrivedDrop, BookingStatus::kDelivered, BookingStatus::kCancelled}) {
    const auto json = text(sample(status), Viewer::kCustomer);
    EXPECT_EQ(json.find("\"currentLat\":12.9715987") != std::string::npos, is_active(status));
    EXPECT_EQ(json.find("77.5945627") != std::string::npos, is_active(status));
  }
}

}  // namespace
}  // namespace waycast
