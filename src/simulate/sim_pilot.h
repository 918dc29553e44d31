// One simulated pilot: drives the streets, sends positions like the pilot client does, answers
// offers, delivers. Loses signal now and then and sends what it buffered afterwards.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulate/hybrid_sender.h"
#include "simulate/socket_client.h"
#include "simulate/traveller.h"
#include "simulate/world.h"

namespace waycast::simulate {

class SimPilot {
 public:
  SimPilot(World& world, std::string id, std::string vehicle, Crossing start, Random random);

  void start();
  void move(double simulated_seconds);
  void finish();  // goes offline and leaves

 private:
  enum class Errand : std::uint8_t { kNone, kToPickup, kToDrop };
  struct Job {
    std::string booking;
    LatLng pickup, drop;
    Errand errand = Errand::kToPickup;
    bool busy = false;  // a status change is on its way
    bool ending =
        false;  // the last one: the server may offer the next booking before we hear of it
  };

  SocketEvents events();
  void go_online();
  void wander();
  void on_offer(const boost::json::value& offer);
  void on_status(const boost::json::value& booking);  // {bookingId, status}
  void answer(const std::string& offer, const Job& job);
  void advance_job();
  void change_status(const std::string& status, std::function<void()> then);
  void deliver();
  void end_job();
  void send_position(SteadyTime now);
  void send_buffered();
  void note_sending();
  std::string point(bool recorded) const;
  void lose_signal_sometimes(double simulated_seconds);
  Crossing nearest(LatLng at) const;

  World& world_;
  std::string id_, vehicle_, token_;
  Random random_;
  Traveller traveller_;
  HybridSender sender_;
  SocketClient socket_;
  std::optional<Job> job_;
  bool online_ = false;
  double without_signal_ = 0;          // simulated seconds left in the tunnel
  std::vector<std::string> buffered_;  // points as JSON
};

}  // namespace waycast::simulate
