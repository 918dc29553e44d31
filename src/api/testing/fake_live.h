// LiveCommands for tests of the API: remembers what it was asked, answers what it is told to.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tracking/ports/live_commands.h"

namespace waycast::api::testing {

class FakeLive final : public LiveCommands {
 public:
  Result<std::vector<BookingId>> online_answer = std::vector<BookingId>{};
  Result<void> location_answer;
  std::vector<std::string> calls;  // "online pilot-000000 vehicle-000000"
  std::vector<Location> locations;

  void pilot_online(const PilotId& pilot, const VehicleId& vehicle, Executor& reply_to,
                    Done<std::vector<BookingId>> done) override {
    calls.push_back("online " + pilot.str() + " " + vehicle.str());
    reply_to.post(
        [done = std::move(done), answer = online_answer]() mutable { done(std::move(answer)); });
  }
  void pilot_offline(const PilotId& pilot, Executor& reply_to, Done<void> done) override {
    calls.push_back("offline " + pilot.str());
    reply_to.post([done = std::move(done)]() mutable { done(Result<void>{}); });
  }
  void pilot_location(const PilotId& pilot, const Location& location, Executor& reply_to,
                      Done<void> done) override {
    calls.push_back("location " + pilot.str());
    locations.push_back(location);
    reply_to.post(
        [done = std::move(done), answer = location_answer]() mutable { done(std::move(answer)); });
  }
  void suspend(Role role, const std::string& id) override {
    calls.push_back("suspend " + std::string(to_string(role)) + " " + id);
  }
};

}  // namespace waycast::api::testing
