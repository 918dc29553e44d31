#include <fmt/format.h>

#include <cmath>

#include "storage/seed.h"
#include "tracking/bookings/money.h"

namespace waycast {
namespace {

constexpr LatLng kCity{23.0225, 72.5714};
constexpr double kCityRadius = 0.08;  // degrees
constexpr double kGoldenAngle = 2.399963229728653;

// Spread evenly over the city, the same for the same number.
LatLng place(int number) {
  const double turn = number * kGoldenAngle;
  const double out = kCityRadius * std::sqrt((number % 997 + 0.5) / 997);
  return {kCity.lat + out * std::sin(turn), kCity.lng + out * std::cos(turn)};
}

Address sample_address(std::string_view kind, int number, LatLng at, TimePoint now) {
  Address a;
  a.id = AddressId(numbered(kind, number));
  a.user_id = UserId(numbered("user", number));
  a.label = kind == "pickup" ? "Home" : "Work";
  a.address = fmt::format("{} Market Road", number + 1);
  a.city = "Ahmedabad";
  a.state = "Gujarat";
  a.pincode = "380001";
  a.at = at;
  a.is_default = kind == "pickup";
  a.created_at = a.updated_at = now;
  return a;
}

VehicleType vehicle_type(const char* id, const char* name, double weight, double base,
                         double per_km, TimePoint now) {
  VehicleType type;
  type.id = VehicleTypeId(id);
  type.name = name;
  type.max_weight = weight;
  type.base_price = base;
  type.price_per_km = per_km;
  type.created_at = type.updated_at = now;
  return type;
}

}  // namespace

std::string numbered(std::string_view prefix, int number) {
  return fmt::format("{}-{:06}", prefix, number);
}

User sample_user(int number, TimePoint now) {
  User u;
  u.id = UserId(numbered("user", number));
  u.phone = fmt::format("+9170{:08}", number);
  u.name = fmt::format("Customer {}", number);
  u.is_verified = true;
  u.created_at = u.updated_at = now;
  return u;
}

Pilot sample_pilot(int number, TimePoint now) {
  Pilot p;
  p.id = PilotId(numbered("pilot", number));
  p.phone = fmt::format("+9180{:08}", number);
  p.name = fmt::format("Pilot {}", number);
  p.is_verified = true;
  p.status = PilotStatus::kApproved;
  p.rating = 4.5;
  p.created_at = p.updated_at = now;
  return p;
}

Vehicle sample_vehicle(int number, TimePoint now) {
  Vehicle v;
  v.id = VehicleId(numbered("vehicle", number));
  v.pilot_id = PilotId(numbered("pilot", number));
  v.vehicle_type_id = VehicleTypeId("vehicle-type-bike");
  v.registration_no = fmt::format("GJ01-{:06}", number);
  v.is_verified = true;
  v.created_at = v.updated_at = now;
  return v;
}

Address sample_pickup(int number, TimePoint now) {
  return sample_address("pickup", number, place(number), now);
}

Address sample_drop(int number, TimePoint now) {
  return sample_address("drop", number, place(number + 500), now);
}

Booking sample_booking(int number, TimePoint now) {
  const VehicleType bike = sample_vehicle_types(now).front();
  Booking b;
  b.id = BookingId(numbered("booking", number));
  b.booking_number = fmt::format("WC-{:06}", number);
  b.user_id = UserId(numbered("user", number));
  b.pilot_id = PilotId(numbered("pilot", number));
  b.vehicle_id = VehicleId(numbered("vehicle", number));
  b.vehicle_type_id = bike.id;
  b.pickup_address_id = AddressId(numbered("pickup", number));
  b.drop_address_id = AddressId(numbered("drop", number));
  b.distance = round_to_cents(haversine_km(place(number), place(number + 500)));
  b.base_fare = bike.base_price;
  b.distance_fare = round_to_cents(b.distance * bike.price_per_km);
  b.taxes = round_to_cents((b.base_fare + b.distance_fare) * 0.05);
  b.total_amount = round_to_cents(b.base_fare + b.distance_fare + b.taxes);
  b.status = BookingStatus::kInTransit;
  b.accepted_at = b.picked_up_at = now;
  b.pickup_otp = "1111";
  b.delivery_otp = "2222";
  b.created_at = b.updated_at = now;
  return b;
}

Admin sample_admin(TimePoint now) {
  Admin a;
  a.id = AdminId("admin-000000");
  a.email = "admin@example.com";
  a.name = "Administrator";
  a.role = AdminRole::kSuperAdmin;
  a.created_at = a.updated_at = now;
  return a;
}

std::vector<VehicleType> sample_vehicle_types(TimePoint now) {
  return {vehicle_type("vehicle-type-bike", "Bike", 20, 30, 8, now),
          vehicle_type("vehicle-type-auto", "Auto", 100, 50, 12, now),
          vehicle_type("vehicle-type-van", "Van", 750, 150, 18, now),
          vehicle_type("vehicle-type-truck", "Truck", 2500, 400, 30, now)};
}

}  // namespace waycast
