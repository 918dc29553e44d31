#include "tracking/json/offer_json.h"

#include <gtest/gtest.h>

namespace waycast {
namespace {

BookingDetails unassigned() {
  BookingDetails details;
  details.booking.id = BookingId("b-1");
  details.booking.pickup_otp = "1234";
  details.user_name = "Asha";
  details.user_phone = "+911111111111";
  return details;
}

std::string job_text(std::optional<double> pickup_distance_km) {
  std::string out;
  JsonWriter json(out);
  write_job(json, unassigned(), pickup_distance_km);
  return out;
}

TEST(OfferJson, TellsNeitherTheCustomerNorTheCode) {
  const std::string offer = offer_json(Offer{}, unassigned());
  for (const std::string& text : {offer, job_text(1)}) {
    EXPECT_NE(text.find(R"("bookingId":"b-1")"), std::string::npos) << text;
    for (const char* secret : {"1234", "Asha", "+911111111111"}) {
      EXPECT_EQ(text.find(secret), std::string::npos) << secret;
    }
  }
}

TEST(OfferJson, DistanceToThePickupIsInWholeMetresOrUnknown) {
  EXPECT_NE(job_text(1.23456).find(R"("pickupDistance":1.235)"), std::string::npos);
  EXPECT_NE(job_text({}).find(R"("pickupDistance":null)"), std::string::npos);
}

}  // namespace
}  // namespace waycast
