#include "api/resources.h"

namespace waycast::api {

void add_all_routes(Router& router, const Services& services, const Settings& settings,
                    const Probes& probes, AccountRoom& room) {
  add_auth_routes(router, services, settings);
  add_address_routes(router, services, room);
  add_booking_routes(router, services);
  add_track_routes(router, services);
  add_pilot_routes(router, services, settings);
  add_pilot_account_routes(router, services);
  add_vehicle_routes(router, services, room);
  add_matching_routes(router, services, settings);
  add_notification_routes(router, services);
  add_admin_routes(router, services);
  add_system_routes(router, services, settings, probes);
  add_page_routes(router);
}

}  // namespace waycast::api
