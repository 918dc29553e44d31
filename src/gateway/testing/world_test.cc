#include "gateway/testing/world.h"

namespace waycast::gateway::testing {

TestClient::TestClient(World& world, std::size_t shard, const std::string& auth)
    : world_(world), client_(std::make_unique<realtime::FakeClient>(world.server(shard))) {
  client_->say("0" + auth);
  world_.run();
  for (const std::string& packet : received()) {
    if (packet.starts_with('4')) refusal_ = packet.substr(1);
    if (packet.starts_with('2')) seen_.push_back(packet.substr(1));
  }
}

TestClient::~TestClient() { client_->lose(); }

void TestClient::emit(const std::string& event, const std::string& args) {
  client_->say("2[\"" + event + "\"" + (args.empty() ? "" : "," + args) + "]");
  world_.run();
}

void TestClient::emit_with_ack(const std::string& event, const std::string& args) {
  client_->say("2" + std::to_string(++last_ack_) + "[\"" + event + "\"" +
               (args.empty() ? "" : "," + args) + "]");
  world_.run();
}

std::string TestClient::call(const std::string& event, const std::string& args) {
  emit_with_ack(event, args);
  const std::string prefix = "3" + std::to_string(last_ack_) + "[";
  std::string answer;
  for (const std::string& packet : received()) {
    if (packet.starts_with(prefix)) {
      answer = packet.substr(prefix.size(), packet.size() - prefix.size() - 1);
      seen_.emplace_back("ack");
    } else {
      seen_.push_back(packet.substr(1));
    }
  }
  return answer;
}

void TestClient::lose() {
  client_->lose();
  world_.run();
}

void TestClient::fall_silent() { client_->heard_last(world_.loop().clock().steady()); }

// Without Engine.IO's type digit.
std::vector<std::string> TestClient::received() {
  std::vector<std::string> packets = client_->take();
  for (std::string& packet : packets) packet.erase(0, 1);
  return packets;
}

std::vector<std::string> TestClient::take() {
  for (const std::string& packet : received()) seen_.push_back(packet.substr(1));
  return std::exchange(seen_, {});
}

std::vector<std::string> TestClient::take(const std::string& event) {
  std::vector<std::string> out;
  for (std::string& packet : take()) {
    if (packet.starts_with("[\"" + event + "\"")) out.push_back(std::move(packet));
  }
  return out;
}

World::World(std::size_t shards, int pilots, LiveSettings settings,
             const realtime::RecoverySettings& recovery)
    : hub_(recovery) {
  for (std::size_t i = 0; i < shards; ++i) {
    loops_.push_back(std::make_unique<ManualLoop>());
    servers_.push_back(
        std::make_unique<realtime::ShardServer>(*loops_[i], static_cast<std::uint16_t>(i), hub_));
  }
  waycast::testing::seed(store_, pilots, now());
  gateway_ = std::make_unique<Gateway>(hub_, store_, jwt_, loops_[0]->clock(), settings);
  for (auto& server : servers_) gateway_->add_shard(*server);
  dispatch_ =
      std::make_unique<DispatchService>(dispatch_loop_, store_, *gateway_, DispatchSettings{});
  gateway_->set_dispatch(*dispatch_, *dispatch_);
  dispatch_->start([] {});
  run();
}

std::unique_ptr<TestClient> World::connect(Role role, const std::string& id, std::size_t shard) {
  return std::make_unique<TestClient>(*this, shard, "{\"token\":\"" + token(role, id) + "\"}");
}

std::unique_ptr<TestClient> World::pilot(int number, std::size_t shard) {
  auto client = connect(Role::kPilot, numbered("pilot", number), shard);
  client->call("pilot:online", "{\"vehicleId\":\"" + numbered("vehicle", number) + "\"}");
  return client;
}

std::unique_ptr<TestClient> World::free_pilot(int number, std::size_t shard) {
  waycast::testing::add_free_pilot(store_, number, sample_pickup(0, now()).at, now());
  return pilot(number, shard);
}

std::unique_ptr<TestClient> World::user(int number, std::size_t shard) {
  return connect(Role::kUser, numbered("user", number), shard);
}

std::unique_ptr<TestClient> World::admin(std::size_t shard) {
  return connect(Role::kAdmin, "admin-000000", shard);
}

std::string World::token(Role role, const std::string& id, Duration ttl) {
  Principal who;
  who.role = role;
  who.id = id;
  return jwt_.sign(who, ttl, now());
}

void World::resume() {
  is_paused_ = false;
  run();
}

void World::run_some(std::size_t which) {
  const std::size_t loop = which % (loops_.size() + 1);
  loop == loops_.size() ? dispatch_loop_.run() : loops_[loop]->run();
}

void World::run() {
  if (is_paused_) return;
  for (int round = 0; round < 20; ++round) {
    for (auto& loop : loops_) loop->run();
    dispatch_loop_.run();
  }
}

void World::advance(Duration by) {
  while (by.count() > 0) {
    const Duration step = std::min(by, Duration{50});
    for (auto& loop : loops_) loop->advance(step);
    dispatch_loop_.advance(step);
    run();
    by -= step;
  }
}

void World::step_wall_clock(Duration by) {
  for (auto& loop : loops_) loop->manual_clock().set_wall(loop->clock().now() + by);
  dispatch_loop_.manual_clock().set_wall(dispatch_loop_.clock().now() + by);
}

void World::change_status(const std::string& booking, BookingStatus to, const Principal& who) {
  StatusRequest request;
  request.booking_id = BookingId(booking);
  request.to = to;
  dispatch_->change_status(who, request, *loops_[0], [](const Result<BookingChange>& change) {
    if (!change) throw std::runtime_error(change.error().message);
  });
  run();
}

BookingId World::create_booking() {
  NewBooking wanted;
  wanted.user_id = UserId("user-000000");
  wanted.vehicle_type_id = sample_vehicle(0, now()).vehicle_type_id;
  wanted.pickup_address_id = sample_pickup(0, now()).id;
  wanted.drop_address_id = sample_drop(0, now()).id;
  BookingId id;
  dispatch_->create(wanted, *loops_[0],
                    [&id](Result<BookingDetails> made) { id = made.value().booking.id; });
  run();
  advance(Duration{200});
  return id;
}

Pilot World::stored_pilot(int number) {
  return waycast::testing::pilot(store_, PilotId(numbered("pilot", number)));
}

}  // namespace waycast::gateway::testing
