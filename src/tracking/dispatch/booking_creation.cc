#include "tracking/dispatch/booking_creation.h"

#include "tracking/bookings/booking_operations.h"
#include "tracking/bookings/pricing.h"
#include "tracking/dispatch/booking_codes.h"

namespace waycast {
namespace {

constexpr int kNumberAttempts = 3;

Result<Address> own_address(StoreReads& reads, const AddressId& id, const NewBooking& wanted,
                            std::string_view field) {
  auto found = reads.address(id);
  if (!found) return std::unexpected(found.error());
  const bool is_theirs = *found && (*found)->user_id == wanted.user_id;
  if (!is_theirs) return fail(Code::kAddressNotFound, "Address not found", std::string(field));
  return std::move(**found);
}

Result<VehicleType> active_type(StoreReads& reads, const NewBooking& wanted) {
  auto found = reads.vehicle_type(wanted.vehicle_type_id);
  if (!found) return std::unexpected(found.error());
  if (!*found || !(*found)->is_active) {
    return fail(Code::kVehicleNotFound, "Vehicle type not found", "vehicleTypeId");
  }
  return std::move(**found);
}

Result<void> check(const NewBooking& wanted, const VehicleType& type, TimePoint now) {
  if (wanted.pickup_address_id == wanted.drop_address_id) {
    return fail(Code::kValidation, "dropAddressId must differ from pickupAddressId",
                "dropAddressId");
  }
  if (wanted.package_weight && *wanted.package_weight > type.max_weight) {
    return fail(Code::kValidation, "packageWeight exceeds what the vehicle type carries",
                "packageWeight");
  }
  if (wanted.scheduled_at && *wanted.scheduled_at <= now) {
    return fail(Code::kValidation, "scheduledAt must be in the future", "scheduledAt");
  }
  return {};
}

Booking assemble(const NewBooking& wanted, const Price& price, TimePoint now) {
  Booking booking;
  booking.id = BookingId(new_id(now));
  booking.user_id = wanted.user_id;
  booking.vehicle_type_id = wanted.vehicle_type_id;
  booking.pickup_address_id = wanted.pickup_address_id;
  booking.drop_address_id = wanted.drop_address_id;
  booking.package_type = wanted.package_type;
  booking.package_weight = wanted.package_weight;
  booking.package_description = wanted.package_description;
  booking.distance = price.distance;
  booking.base_fare = price.base_fare;
  booking.distance_fare = price.distance_fare;
  booking.taxes = price.taxes;
  booking.discount = price.discount;
  booking.total_amount = price.total_amount;
  booking.payment_method = wanted.payment_method;
  booking.scheduled_at = wanted.scheduled_at;
  booking.pickup_otp = new_handover_code();
  booking.delivery_otp = new_handover_code();
  booking.created_at = now;
  booking.updated_at = now;
  return booking;
}

// Numbers are random: a taken one is tried again.
Result<BookingDetails> insert(StoreWrites& writes, Booking booking, TimePoint now) {
  for (int attempt = 1;; ++attempt) {
    booking.booking_number = new_booking_number(now);
    auto created = add_booking(writes, booking);
    const bool is_taken = !created && created.error().code == Code::kDuplicate;
    if (!is_taken || attempt == kNumberAttempts) return created;
  }
}

}  // namespace

Result<BookingDetails> create_booking(StoreWrites& writes, const NewBooking& wanted, TimePoint now,
                                      AccountRoom& room) {
  StoreReads& reads = writes.reads();
  const auto has_room = room.check(reads, Holding::kPendingBookings, wanted.user_id.str());
  if (!has_room) return std::unexpected(has_room.error());
  const auto type = active_type(reads, wanted);
  if (!type) return std::unexpected(type.error());
  const auto pickup = own_address(reads, wanted.pickup_address_id, wanted, "pickupAddressId");
  if (!pickup) return std::unexpected(pickup.error());
  const auto drop = own_address(reads, wanted.drop_address_id, wanted, "dropAddressId");
  if (!drop) return std::unexpected(drop.error());
  const auto checked = check(wanted, *type, now);
  if (!checked) return std::unexpected(checked.error());
  return insert(writes, assemble(wanted, price_for(*type, pickup->at, drop->at), now), now);
}

}  // namespace waycast
