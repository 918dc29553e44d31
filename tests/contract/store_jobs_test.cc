// Which bookings are open for matching, nearest first.
#include "store_fixture.h"

namespace waycast {
namespace {

using namespace std::chrono_literals;

using Ids = std::vector<std::string>;

class Jobs {
 public:
  Jobs(StoreCaller& call, TimePoint now) : call_(call), now_(now) {}

  void add(const std::string& id, LatLng pickup, Duration after = 0s,
           std::optional<TimePoint> scheduled = {}, const char* type = "vehicle-type-bike") {
    Booking booking = pending_booking(id, 0, now_ + after);
    booking.pickup_address_id = AddressId("at-" + id);
    booking.vehicle_type_id = VehicleTypeId(type);
    booking.scheduled_at = scheduled;
    Address address = sample_pickup(0, now_);
    address.id = booking.pickup_address_id;
    address.at = pickup;
    ASSERT_TRUE(call_.write([&](StoreWrites& w) -> Result<BookingDetails> {
      if (auto put = w.put_address(address); !put) return std::unexpected(put.error());
      return add_booking(w, booking);
    }));
  }
  Page<OpenBooking> open(const OpenBookingFilter& filter, PageRequest page = {}) {
    return call_.read([&](StoreReads& r) { return r.open_bookings(filter, page); }).value();
  }

 private:
  StoreCaller& call_;
  TimePoint now_;
};

OpenBookingFilter near(LatLng at, double radius_km, TimePoint now) {
  return {.vehicle_types = {}, .scheduled_until = now, .near = at, .radius_km = radius_km};
}

Ids ids(const Page<OpenBooking>& page) {
  Ids out;
  for (const OpenBooking& open : page.items) out.push_back(open.details.booking.id.str());
  return out;
}

TEST_P(StoreContract, OpenBookingsArePendingAndScheduledForSoon) {
  Jobs jobs(call, now);
  jobs.add("first", {10, 10}, 0s);
  jobs.add("soon", {10, 10}, 1s, now + 15min);
  jobs.add("later", {10, 10}, 2s, now + 15min + 1ms);
  jobs.add("cancelled", {10, 10});
  ASSERT_TRUE(change(status_request("cancelled", BookingStatus::kCancelled)));
  OpenBookingFilter filter;
  filter.scheduled_until = now + 15min;
  const auto page = jobs.open(filter);
  EXPECT_EQ(ids(page), (Ids{"first", "soon"})) << "oldest first; the seeded ones are under way";
  EXPECT_EQ(page.total, 2);
  EXPECT_FALSE(page.items[0].pickup_distance);
  EXPECT_EQ(page.items[0].details.pickup.at, (LatLng{10, 10}));
}

TEST_P(StoreContract, OpenBookingsComeNearestFirstPageByPage) {
  Jobs jobs(call, now);
  jobs.add("b-2km", {10.018, 10});
  jobs.add("a-1km", {10.009, 10});
  jobs.add("c-3km", {10, 10.0274});
  jobs.add("d-20km", {10.18, 10});
  const auto filter = near({10, 10}, 15, now);
  EXPECT_EQ(ids(jobs.open(filter)), (Ids{"a-1km", "b-2km", "c-3km"}));
  const auto second = jobs.open(filter, {.page = 2, .limit = 2});
  EXPECT_EQ(ids(second), Ids{"c-3km"});
  EXPECT_EQ(second.total, 3);
  EXPECT_NEAR(second.items[0].pickup_distance.value(), haversine_km({10, 10}, {10, 10.0274}), 1e-9);
}

TEST_P(StoreContract, OpenBookingsAcrossTheAntimeridian) {
  Jobs jobs(call, now);
  jobs.add("east", {0, 179.99});
  const auto page = jobs.open(near({0, -179.99}, 5, now));
  ASSERT_EQ(ids(page), Ids{"east"});
  EXPECT_NEAR(page.items[0].pickup_distance.value(), 2.224, 0.001);
}

TEST_P(StoreContract, OpenBookingsOfTheWantedVehicleTypes) {
  const char* const odd = "it's a \"van\"";
  Jobs jobs(call, now);
  jobs.add("bike", {10, 10});
  jobs.add("van", {10, 10}, 0s, {}, odd);
  const auto of = [&](std::vector<VehicleTypeId> types) {
    OpenBookingFilter filter;
    filter.vehicle_types = std::move(types);
    filter.scheduled_until = now;
    return ids(jobs.open(filter));
  };
  EXPECT_EQ(of({VehicleTypeId("vehicle-type-bike")}), Ids{"bike"});
  EXPECT_EQ(of({VehicleTypeId(odd)}), Ids{"van"});
  EXPECT_EQ(of({}).size(), 2U);
}

}  // namespace
}  // namespace waycast
