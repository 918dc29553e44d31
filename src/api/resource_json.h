// The resources as JSON, in the names of the existing schema. Bookings, addresses
// and offers are in tracking/json/.
#pragma once

#include <cstdint>

#include "base/json_writer.h"
#include "tracking/bookings/pricing.h"
#include "tracking/json/booking_json.h"
#include "tracking/ports/dispatch.h"

namespace waycast::api {

void write_user(JsonWriter& json, const User& user);  // of the user themself
// Of the pilot themself and of admins: with phone and papers.
void write_pilot(JsonWriter& json, const Pilot& pilot);
void write_vehicle(JsonWriter& json, const Vehicle& vehicle);
void write_vehicle_type(JsonWriter& json, const VehicleType& type);
void write_notification(JsonWriter& json, const Notification& notification);
void write_price(JsonWriter& json, const Price& price);
void write_history(JsonWriter& json, const HistoryEntry& entry);
void write_journal(JsonWriter& json, const JournalEntry& entry);
void write_fleet_position(JsonWriter& json, const FleetPosition& position);

}  // namespace waycast::api
