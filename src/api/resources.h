// The resources of the API: each file adds its own routes (docs/protocol.md, "REST").
#pragma once

#include "api/router.h"
#include "api/services.h"

namespace waycast::api {

// `services`, `settings` and `room` outlive the router.
void add_auth_routes(Router& router, const Services& services, const Settings& settings);
void add_address_routes(Router& router, const Services& services, AccountRoom& room);
void add_booking_routes(Router& router, const Services& services);
void add_track_routes(Router& router, const Services& services);
void add_pilot_routes(Router& router, const Services& services, const Settings& settings);
void add_pilot_account_routes(Router& router, const Services& services);
void add_vehicle_routes(Router& router, const Services& services, AccountRoom& room);
void add_matching_routes(Router& router, const Services& services, const Settings& settings);
void add_notification_routes(Router& router, const Services& services);
void add_admin_routes(Router& router, const Services& services);
void add_system_routes(Router& router, const Services& services, const Settings& settings,
                       const Probes& probes);  // keeps a copy of the probes
void add_page_routes(Router& router);

void add_all_routes(Router& router, const Services& services, const Settings& settings,
                    const Probes& probes, AccountRoom& room);

constexpr std::string_view kApiRoot = "/api/v1";

}  // namespace waycast::api
