// A pilot whose connections come and go on all shards while commands are under way: whatever the
// order in which the shards get to work, each command is answered once and nothing known is lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "gateway/testing/world.h"

namespace waycast::gateway::testing {
namespace {

std::uint64_t seq_of(const std::string& update) {
  return std::stoull(update.substr(update.find("\"seq\":") + 6));
}

class PilotMovesTest : public ::testing::TestWithParam<unsigned> {
 protected:
  // A few random steps of random shards.
  void work() {
    for (int i = 0; i < 6; ++i) world_.run_some(random_());
  }

  World world_{3};
  std::mt19937 random_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Orders, PilotMovesTest, ::testing::Range(1u, 41u));

// Connections that meet before the pilot is known: somebody reads the store, whoever ends up as the
// owner.
TEST_P(PilotMovesTest, ColdPilotIsReadWhereverTheyAre) {
  world_.pause();
  std::vector<std::unique_ptr<TestClient>> devices;
  for (int i = 0; i < 6; ++i) {
    devices.push_back(world_.connect(Role::kPilot, "pilot-000000", random_() % 3));
    work();
  }
  world_.resume();
  devices[random_() % 6]->call("pilot:online", R"({"vehicleId":"vehicle-000000"})");
  for (auto& device : devices) EXPECT_TRUE(device->is_connected());
  EXPECT_EQ(devices[random_() % 6]->call("pilot:location", R"({"lat":23,"lng":72})"),
            R"({"ok":true})");
  devices.clear();
  world_.run();
  world_.advance(Duration{31'000});
  EXPECT_FALSE(world_.stored_pilot(0).is_online);
}

// Followers who come at any moment: each sees numbers that only grow, and ends with the last.
TEST_P(PilotMovesTest, WhoeverSubscribesMeanwhileSeesTheLastPosition) {
  std::vector<std::unique_ptr<TestClient>> followers, devices;
  std::vector<std::uint64_t> seen;
  devices.push_back(world_.pilot(0, 0));
  for (int round = 0; round < 30; ++round) {
    for (int i = 0; i < 2; ++i) {
      followers.push_back(world_.admin(random_() % 3));
      seen.push_back(0);
    }
    TestClient& device = *devices[random_() % devices.size()];
    world_.pause();
    devices.push_back(world_.connect(Role::kPilot, "pilot-000000", random_() % 3));
    work();
    followers.back()->emit_with_ack("booking:subscribe", R"({"bookingId":"booking-000000"})");
    work();
    if (random_() % 2 == 0) {
      device.emit_with_ack("pilot:online", R"({"vehicleId":"vehicle-000000"})");
    }
    device.emit_with_ack("pilot:location",
                         "{\"lat\":23.00" + std::to_string(100 + round) + ",\"lng\":72}");
    work();
    followers.rbegin()[1]->emit_with_ack("booking:subscribe", R"({"bookingId":"booking-000000"})");
    work();
    if (devices.size() > 2) devices.erase(devices.begin());
    work();
    world_.resume();
    for (std::size_t i = 0; i < followers.size(); ++i) {
      for (const std::string& update : followers[i]->take("location:update")) {
        EXPECT_GT(seq_of(update), seen[i]);
        seen[i] = seq_of(update);
      }
      EXPECT_EQ(seen[i], seen[0]) << "follower " << i << " in round " << round;
    }
    world_.advance(Duration{1'000});
  }
}

TEST_P(PilotMovesTest, EveryCommandIsAnsweredAndSeqHasNoGap) {
  auto customer = world_.user(0, 1);
  customer->call("booking:subscribe", R"({"bookingId":"booking-000000"})");
  customer->take();
  std::vector<std::unique_ptr<TestClient>> devices;
  devices.push_back(world_.pilot(0, 0));
  devices[0]->take();
  int asked = 0;
  int answered = 0;
  int accepted = 0;
  const auto count_answers = [&](TestClient& device) {
    for (const std::string& packet : device.take()) {
      if (packet.find("\"ok\":") == std::string::npos) continue;
      ++answered;
      if (packet.find("\"ok\":true") != std::string::npos) ++accepted;
    }
  };
  for (int round = 0; round < 30; ++round) {
    world_.pause();
    if (random_() % 2 == 0) {
      devices.push_back(world_.connect(Role::kPilot, "pilot-000000", random_() % 3));
    }
    work();
    for (auto& device : devices) {
      if (random_() % 2 == 0 || !device->is_connected()) continue;
      const std::string at = std::to_string(23 + round * 0.0001);
      device->emit_with_ack("pilot:location", "{\"lat\":" + at + ",\"lng\":72}");
      ++asked;
      work();
    }
    world_.resume();
    for (auto& device : devices) count_answers(*device);
    EXPECT_EQ(answered, asked) << "in round " << round;
    if (devices.size() > 2) {
      world_.pause();
      devices.erase(devices.begin());  // lost
      work();
      world_.resume();
    }
    world_.advance(Duration{1'000});
  }

  const auto updates = customer->take("location:update");
  EXPECT_EQ(updates.size(), static_cast<std::size_t>(accepted));
  for (std::size_t i = 1; i < updates.size(); ++i) {
    EXPECT_EQ(seq_of(updates[i]), seq_of(updates[i - 1]) + 1);
  }
  devices.clear();
  world_.run();
  world_.advance(Duration{29'000});
  EXPECT_TRUE(world_.stored_pilot(0).is_online);
  world_.advance(Duration{2'000});
  EXPECT_FALSE(world_.stored_pilot(0).is_online);  // every socket was counted out
}

}  // namespace
}  // namespace waycast::gateway::testing
