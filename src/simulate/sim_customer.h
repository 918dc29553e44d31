// One simulated customer: books a delivery, watches it, sometimes cancels, and checks all that it
// is told.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "simulate/invariants.h"
#include "simulate/socket_client.h"
#include "simulate/world.h"

namespace waycast::simulate {

class SimCustomer {
 public:
  SimCustomer(World& world, std::string id, Random random);

  bool is_free() const { return !busy_; }
  void book();    // when free
  void finish();  // leaves; an open booking stays

 private:
  void create_address(Crossing at, std::function<void(std::string id)> then);
  void create_booking(const std::string& pickup, const std::string& drop);
  void watch();
  SocketEvents events();
  void subscribe();
  void on_update(const boost::json::value& update);
  void on_status(const boost::json::value& status);
  void cancel_sometimes();
  void leave();
  void check(const std::string& violation);
  // POST that gives up the booking when refused.
  void post(const std::string& path, const std::string& json,
            std::function<void(const boost::json::value& data)> then);

  World& world_;
  std::string id_, token_;
  Random random_;
  bool busy_ = false;
  std::string vehicle_type_;
  std::string booking_;
  BookingWatch watch_;
  SocketClient socket_;
};

}  // namespace waycast::simulate
