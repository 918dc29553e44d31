// Rooms and broadcasts over one shard and over three.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "base/manual_loop.h"
#include "realtime/shard_server.h"
#include "realtime/testing/fake_client.h"

namespace waycast::realtime {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Shards whose loops the test runs itself.
class Cluster {
 public:
  explicit Cluster(std::size_t count) : loops_(count) {
    for (std::size_t i = 0; i < count; ++i) {
      servers_.push_back(
          std::make_unique<ShardServer>(loops_[i], static_cast<std::uint16_t>(i), hub_));
      servers_.back()->of("/").on("join", [](Socket& socket, Event& event) {
        std::string room = event.args_text();
        socket.join(room.substr(1, room.size() - 2));
      });
    }
  }

  // A connected client on a shard, in these rooms.
  std::unique_ptr<FakeClient> client(std::size_t shard, const std::vector<std::string>& rooms) {
    auto client = std::make_unique<FakeClient>(*servers_[shard]);
    client->say("0");
    for (const std::string& room : rooms) client->say(R"(2["join",")" + room + R"("])");
    client->take();
    return client;
  }

  Namespace& nsp(std::size_t shard) { return servers_[shard]->of("/"); }
  Hub& hub() { return hub_; }
  void run() {
    for (ManualLoop& loop : loops_) loop.run();
  }

 private:
  std::vector<ManualLoop> loops_;
  Hub hub_;
  std::vector<std::unique_ptr<ShardServer>> servers_;
};

class BroadcastTest : public ::testing::TestWithParam<std::size_t> {
 protected:
  Cluster cluster_{GetParam()};
  std::size_t far_ = GetParam() - 1;  // the shard that is not the sender's, if there are several
};
INSTANTIATE_TEST_SUITE_P(Shards, BroadcastTest, ::testing::Values(1, 3));

TEST_P(BroadcastTest, ReachesTheRoomAndNobodyElse) {
  auto near = cluster_.client(0, {"a"});
  auto distant = cluster_.client(far_, {"a"});
  auto outsider = cluster_.client(far_, {"b"});
  cluster_.nsp(0).to("a").emit("hello", "1");
  EXPECT_THAT(near->take(), ElementsAre(R"(42["hello",1])")) << "local members have it at once";
  cluster_.run();
  EXPECT_THAT(distant->take(), ElementsAre(R"(42["hello",1])"));
  EXPECT_THAT(outsider->take(), IsEmpty());
}

TEST_P(BroadcastTest, ReachesASocketInSeveralRoomsOnce) {
  auto both = cluster_.client(far_, {"a", "b"});
  cluster_.nsp(0).to("a").to("b").emit("hello", "");
  cluster_.run();
  EXPECT_THAT(both->take(), ElementsAre(R"(42["hello"])"));
}

TEST_P(BroadcastTest, ReachesEverybodyWithoutARoom) {
  auto near = cluster_.client(0, {});
  auto distant = cluster_.client(far_, {"a"});
  cluster_.hub().broadcast().emit("hello", "");
  cluster_.run();
  EXPECT_THAT(near->take(), ElementsAre(R"(42["hello"])"));
  EXPECT_THAT(distant->take(), ElementsAre(R"(42["hello"])"));
}

TEST_P(BroadcastTest, ExceptsRoomsAndSocketIds) {
  auto sender = cluster_.client(0, {"a"});
  auto excepted = cluster_.client(far_, {"a", "muted"});
  auto receiver = cluster_.client(far_, {"a"});
  cluster_.nsp(0).to("a").except(sender->socket_id()).except("muted").emit("hello", "");
  cluster_.run();
  EXPECT_THAT(sender->take(), IsEmpty());
  EXPECT_THAT(excepted->take(), IsEmpty());
  EXPECT_THAT(receiver->take(), ElementsAre(R"(42["hello"])"));
}

TEST_P(BroadcastTest, EverySocketHasARoomOfItsOwnId) {
  auto client = cluster_.client(far_, {});
  auto other = cluster_.client(far_, {});
  cluster_.nsp(0).to(client->socket_id()).emit("hello", "");
  cluster_.run();
  EXPECT_THAT(client->take(), ElementsAre(R"(42["hello"])"));
  EXPECT_THAT(other->take(), IsEmpty());
}

TEST_P(BroadcastTest, ASocketIdAsRoomHasItsGuestsToo) {
  auto host = cluster_.client(far_, {});
  auto guest = cluster_.client(0, {host->socket_id()});
  cluster_.hub().to(host->socket_id()).emit("hello", "");
  cluster_.run();
  EXPECT_THAT(host->take(), ElementsAre(R"(42["hello"])"));
  EXPECT_THAT(guest->take(), ElementsAre(R"(42["hello"])"));
}

TEST_P(BroadcastTest, KeepsTheOrderOfOneSender) {
  auto client = cluster_.client(far_, {"a", "b"});
  for (int i = 0; i < 5; ++i) {
    cluster_.nsp(0).to(i % 2 == 0 ? "a" : "b").emit("n", std::to_string(i));
  }
  cluster_.run();
  EXPECT_THAT(client->take(), ElementsAre(R"(42["n",0])", R"(42["n",1])", R"(42["n",2])",
                                          R"(42["n",3])", R"(42["n",4])"));
}

TEST_P(BroadcastTest, StopsWhenTheSocketLeaves) {
  auto client = cluster_.client(far_, {"a", "b"});
  cluster_.hub().to("a").sockets_leave("a");
  cluster_.run();
  cluster_.nsp(0).to("a").emit("gone", "");
  cluster_.nsp(0).to("b").emit("still", "");
  cluster_.run();
  EXPECT_THAT(client->take(), ElementsAre(R"(42["still"])"));
}

TEST_P(BroadcastTest, MovesAndDisconnectsWholeRooms) {
  auto client = cluster_.client(far_, {"a"});
  auto other = cluster_.client(far_, {});
  cluster_.hub().to("a").sockets_join("b");
  cluster_.run();
  cluster_.nsp(0).to("b").emit("hello", "");
  cluster_.run();
  EXPECT_THAT(client->take(), ElementsAre(R"(42["hello"])"));
  cluster_.hub().to("b").disconnect_sockets(DisconnectSockets::Transport::kClose);
  cluster_.run();
  EXPECT_THAT(client->take(), ElementsAre("41"));
  EXPECT_TRUE(client->closed());
  EXPECT_FALSE(other->closed());
}

TEST_P(BroadcastTest, CarriesAttachmentsInOrder) {
  auto client = cluster_.client(far_, {"a"});
  cluster_.hub().to("a").emit({.event = "file",
                               .args = R"({"_placeholder":true,"num":0})",
                               .attachments = {"bytes"},
                               .delivery = kVolatile});
  cluster_.run();
  EXPECT_THAT(client->take(),
              ElementsAre(R"(451-["file",{"_placeholder":true,"num":0}])", "bytes"));
  ASSERT_EQ(client->deliveries().size(), 3U) << "CONNECT, header, attachment";
  EXPECT_TRUE(client->deliveries()[1].is_volatile && client->deliveries()[2].is_volatile);
  EXPECT_FALSE(client->deliveries()[1].continues);
  EXPECT_TRUE(client->deliveries()[2].continues);
}

TEST_P(BroadcastTest, ReplacesNoAttachments) {
  auto client = cluster_.client(far_, {"a"});
  cluster_.hub().to("a").emit({.event = "file",
                               .args = R"({"_placeholder":true,"num":0})",
                               .attachments = {"bytes"},
                               .delivery = {.conflation_key = 7}});
  cluster_.run();
  EXPECT_EQ(client->deliveries().back().conflation_key, 0U);
}

TEST_P(BroadcastTest, HandsTheDeliveryOn) {
  auto client = cluster_.client(far_, {"a"});
  const std::uint64_t key = conflation_key("location:update", "booking-1");
  cluster_.nsp(0).to("a").emit("location:update", "1",
                               {.is_volatile = true, .conflation_key = key});
  cluster_.run();
  EXPECT_TRUE(client->deliveries().back().is_volatile);
  EXPECT_EQ(client->deliveries().back().conflation_key, key);
}

TEST_P(BroadcastTest, KnowsWhichShardsHaveMembers) {
  EXPECT_EQ(cluster_.hub().shards_of("/", "a") & ~ShardSet{1}, 0u);
  auto client = cluster_.client(far_, {"a"});
  EXPECT_EQ(cluster_.hub().shards_of("/", "a"), ShardSet{1} << far_);
  client->lose();
  EXPECT_EQ(cluster_.hub().shards_of("/", "a") & ~ShardSet{1}, 0u);
}

TEST(DeliverLocalTest, SkipsTheSenderAndCountsReceivers) {
  Cluster cluster(1);
  auto sender = cluster.client(0, {"a"});
  auto receiver = cluster.client(0, {"a"});
  const auto packet = engineio::EncodedPacket::text(engineio::PacketType::kMessage, R"(2["x"])");
  Socket* except = cluster.nsp(0).find(sender->socket_id());
  EXPECT_EQ(cluster.nsp(0).deliver_local("a", packet, except, {}), 1u);
  EXPECT_THAT(sender->take(), IsEmpty());
  EXPECT_THAT(receiver->take(), ElementsAre(R"(42["x"])"));
  EXPECT_EQ(cluster.nsp(0).deliver_local("nobody", packet, nullptr, {}), 0u);
}

TEST(ConflationKeyTest, TellsEventsAndSubjectsApart) {
  EXPECT_EQ(conflation_key("a", "b"), conflation_key("a", "b"));
  EXPECT_NE(conflation_key("a", "b"), conflation_key("a", "c"));
  EXPECT_NE(conflation_key("ab", "c"), conflation_key("a", "bc"));
  EXPECT_NE(conflation_key("", ""), 0u);
}

}  // namespace
}  // namespace waycast::realtime
