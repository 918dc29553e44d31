#include "realtime/room.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "base/manual_loop.h"
#include "realtime/shard_server.h"
#include "realtime/testing/fake_client.h"

namespace waycast::realtime {
namespace {

// Random joins, leaves and losses, compared with plain sets.
TEST(RoomTest, MembershipsAgreeWithSetsWhateverTheOrder) {
  ManualLoop loop;
  Hub hub;
  ShardServer server(loop, 0, hub);
  Namespace& nsp = server.of("/");
  std::mt19937 random(7);
  std::vector<std::unique_ptr<FakeClient>> clients(20);
  std::map<std::string, std::set<std::string>> expected;  // room -> ids
  std::map<std::string, HeldRoom> held;

  for (int step = 0; step < 5000; ++step) {
    auto& client = clients[random() % clients.size()];
    if (client == nullptr) {
      client = std::make_unique<FakeClient>(server);
      client->say("0");
    }
    Socket& socket = *nsp.find(client->socket_id());
    const std::string room = "room" + std::to_string(random() % 8);
    if (random() % 10 == 0) held[room] = nsp.hold(room);
    if (random() % 10 == 0) held.erase("room" + std::to_string(random() % 8));
    switch (random() % 16) {
      case 0:
        client->lose();
        for (auto& [name, members] : expected) members.erase(client->socket_id());
        client.reset();
        break;
      case 1:
      case 2:
      case 3:
      case 4:
      case 5:
      case 6:
      case 7:
      case 8:
        socket.join(room);
        expected[room].insert(client->socket_id());
        break;
      default:
        socket.leave(room);
        expected[room].erase(client->socket_id());
    }
    for (const auto& [name, members] : expected) {
      std::set<std::string> actual;
      nsp.for_each_in(name, [&](Socket& member) { actual.insert(std::string(member.id())); });
      ASSERT_EQ(actual, members) << name << " at step " << step;
      ASSERT_EQ(nsp.has_local_members(name), !members.empty());
    }
    for (const auto& [name, holder] : held) {
      std::set<std::string> actual;
      for (const Socket* member : holder.members()) actual.insert(std::string(member->id()));
      ASSERT_EQ(actual, expected[name]) << name << ", held, at step " << step;
    }
  }
}

TEST(RoomTest, ASocketCannotJoinMoreRoomsThanAllowed) {
  ManualLoop loop;
  Hub hub;
  ShardServer server(loop, 0, hub, {.max_rooms = 2});
  Namespace& nsp = server.of("/");
  FakeClient client(server);
  client.say("0");
  Socket& socket = *nsp.find(client.socket_id());
  EXPECT_TRUE(socket.join("a"));
  EXPECT_TRUE(socket.join("b"));
  EXPECT_FALSE(socket.join("c"));
  EXPECT_TRUE(socket.join("a")) << "it is in there already";
  EXPECT_EQ(socket.rooms(), (std::vector<std::string>{"a", "b"}));
}

}  // namespace
}  // namespace waycast::realtime
