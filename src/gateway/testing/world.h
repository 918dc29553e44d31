// The whole server without sockets, threads and a disk, for tests: shards, dispatch and a store in
// memory, on loops whose time the test moves. Clients are real in all but their connection.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "auth/jwt.h"
#include "base/manual_loop.h"
#include "gateway/gateway.h"
#include "realtime/shard_server.h"
#include "realtime/testing/fake_client.h"
#include "storage/testing/seed.h"
#include "tracking/dispatch/dispatch_service.h"

namespace waycast::gateway::testing {

inline constexpr std::string_view kSecret = "a secret of at least thirty-two bytes";

class World;

// A Socket.IO client by its role.
class TestClient {
 public:
  TestClient(World& world, std::size_t shard, const std::string& auth);
  ~TestClient();  // its connection is lost

  // Sends an event; the acknowledgement, or nothing, is in what take() returns.
  void emit(const std::string& event, const std::string& args);
  void emit_with_ack(const std::string& event, const std::string& args);
  // emit_with_ack, and what the server answered: `{"ok":true}`.
  std::string call(const std::string& event, const std::string& args);
  void lose();
  // Nothing is heard of it from now on, as over a network that is gone; it stays connected.
  void fall_silent();
  void disconnect() { client_->say("1"); }  // an explicit DISCONNECT

  // The packets that came since the last call, without their type: `["event",{...}]`.
  std::vector<std::string> take();
  // Those of them that are of this event, the others are forgotten.
  std::vector<std::string> take(const std::string& event);
  bool is_connected() const { return !client_->socket_id().empty() && !closed(); }
  std::optional<engineio::CloseReason> closed() const { return client_->closed(); }
  std::string refusal() const { return refusal_; }  // the CONNECT_ERROR

 private:
  std::vector<std::string> received();

  World& world_;
  std::unique_ptr<realtime::FakeClient> client_;
  std::string refusal_;
  std::vector<std::string> seen_;
  int last_ack_ = 0;
};

class World {
 public:
  explicit World(std::size_t shards = 1, int pilots = 3, LiveSettings settings = {},
                 const realtime::RecoverySettings& recovery = {});

  // Connects with a token of this principal.
  std::unique_ptr<TestClient> connect(Role role, const std::string& id, std::size_t shard = 0);
  std::unique_ptr<TestClient> pilot(int number, std::size_t shard = 0);  // and pilot:online
  // Online where user 0 has things picked up, on no booking.
  std::unique_ptr<TestClient> free_pilot(int number, std::size_t shard = 0);
  std::unique_ptr<TestClient> user(int number, std::size_t shard = 0);
  std::unique_ptr<TestClient> admin(std::size_t shard = 0);

  std::string token(Role role, const std::string& id, Duration ttl = Duration{3'600'000});
  void run();  // everything that is posted; nothing while paused
  // Until resume(), only run_some() runs anything.
  void pause() { is_paused_ = true; }
  void resume();
  void run_some(std::size_t which);  // what is posted to one of the loops
  void advance(Duration by);
  void step_wall_clock(Duration by);  // timers do not notice
  void change_status(const std::string& booking, BookingStatus to, const Principal& who);
  // Of user 0, for whoever accepts it; offers are out.
  BookingId create_booking();
  Pilot stored_pilot(int number);
  TimePoint now() const { return loops_[0]->clock().now(); }

  InlineStore& store() { return store_; }
  Gateway& gateway() { return *gateway_; }
  DispatchService& dispatch() { return *dispatch_; }
  realtime::ShardServer& server(std::size_t shard) { return *servers_[shard]; }
  Loop& loop() { return *loops_[0]; }
  const ManualLoop& dispatch_loop() const { return dispatch_loop_; }

 private:
  std::vector<std::unique_ptr<ManualLoop>> loops_;  // of the shards
  ManualLoop dispatch_loop_;
  InlineStore store_;
  auth::Jwt jwt_{kSecret};
  realtime::Hub hub_;
  std::vector<std::unique_ptr<realtime::ShardServer>> servers_;
  std::unique_ptr<Gateway> gateway_;
  std::unique_ptr<DispatchService> dispatch_;
  bool is_paused_ = false;
};

}  // namespace waycast::gateway::testing
