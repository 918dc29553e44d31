#include "tracking/bookings/pricing.h"

#include <gtest/gtest.h>

namespace waycast {
namespace {

VehicleType bike() {
  VehicleType type;
  type.base_price = 30;
  type.price_per_km = 8.5;
  return type;
}

TEST(Pricing, NoDistanceCostsTheBaseAndItsTax) {
  const Price price = price_for(bike(), {12.97, 77.59}, {12.97, 77.59});
  EXPECT_EQ(price.distance, 0);
  EXPECT_EQ(price.taxes, 1.5);
  EXPECT_EQ(price.total_amount, 31.5);
}

TEST(Pricing, TheBillAddsUpFromItsPrintedFigures) {
  // One degree of latitude is 111.19 km on the sphere of base/geo.h.
  const Price price = price_for(bike(), {12, 77}, {13, 77});
  EXPECT_EQ(price.distance, 111.19);
  EXPECT_EQ(price.distance_fare, 945.12);
  EXPECT_EQ(price.taxes, 48.76);
  EXPECT_EQ(price.total_amount, 1023.88);
}

}  // namespace
}  // namespace waycast
