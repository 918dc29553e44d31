#include "net/server.h"

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <future>
#include <thread>

#include "net/testing/echo_listener.h"
#include "net/testing/test_client.h"

namespace waycast::net {
namespace {

using testing::EchoListener;
using testing::eventually;
using testing::test_settings;
using testing::TestClient;

constexpr std::string_view kGet = "GET /where HTTP/1.1\r\nHost: a\r\n\r\n";

// Every request is answered by the last shard, wherever it arrives.
void answer_on_last_shard(Server& server, std::atomic<int>& foreign) {
  for (std::size_t i = 0; i < server.shard_count(); ++i) {
    Shard& shard = server.shard(i);
    Shard& last = shard.peer(shard.count() - 1);
    server.router(i).add("/where", [&shard, &last, &foreign](std::unique_ptr<Exchange> exchange) {
      const auto answer = [&last](std::unique_ptr<Exchange> arrived) {
        if (arrived->is_websocket_upgrade()) return EchoListener::accept(std::move(arrived));
        arrived->respond({200, {}, arrived->request().body + std::to_string(last.index())});
      };
      if (&shard == &last) return answer(std::move(exchange));
      ++foreign;
      Exchange& moved = *exchange;
      moved.hand_over(last, answer);
    });
  }
}

struct AnsweringServer {
  explicit AnsweringServer(const Settings& settings) : server(settings, clock) {
    answer_on_last_shard(server, foreign);
  }

  SystemClock clock;
  std::atomic<int> foreign = 0;  // requests that arrived on another shard
  Server server;
};

TEST(ServerTest, HandsConnectionsOverBetweenShards) {
  AnsweringServer answering(test_settings(3));
  Server& server = answering.server;
  ASSERT_TRUE(server.start());
  for (int i = 0; i < 30; ++i) {
    TestClient client(server.port());
    // The second request waits, unread by the first shard's handler, and moves along.
    client.send("POST /where HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc" +
                std::string(kGet));
    EXPECT_TRUE(client.receive_response().ends_with("\r\nabc2"));
    EXPECT_TRUE(client.receive_response().ends_with("\r\n2"));
    EXPECT_NE(client.upgrade("/where").find("101"), std::string::npos);
    client.send_text("hello");
    EXPECT_EQ(client.receive_message().payload, "hello");
  }
  EXPECT_GT(answering.foreign, 0);
  server.stop();
  std::uint64_t moved = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    moved += server.shard(i).counters().hand_overs.value();
    EXPECT_EQ(server.shard(i).counters().connections_open.value(), 0u);
  }
  EXPECT_EQ(moved, static_cast<std::uint64_t>(answering.foreign));
}

TEST(ServerTest, ReadsWhatArrivedTogetherWithItsEnd) {
  Settings settings = test_settings(1);
  settings.http.keep_alive = std::chrono::hours(1);
  AnsweringServer answering(settings);
  Server& server = answering.server;
  ASSERT_TRUE(server.start());
  TestClient client(server.port());
  client.send(kGet);
  EXPECT_TRUE(client.receive_response().ends_with("0"));
  std::promise<void> all_sent;
  const auto until_all_sent = all_sent.get_future();
  server.shard(0).post([&] { until_all_sent.wait(); });  // it reads only then
  client.send(kGet);
  ::shutdown(client.descriptor(), SHUT_WR);
  all_sent.set_value();
  EXPECT_TRUE(client.receive_to_end().ends_with("0")) << "and no wait for another request";
  EXPECT_TRUE(eventually([&] { return server.shard(0).counters().connections_open.value() == 0; }));
}

TEST(ServerTest, ReadsMoreThanItsBufferHoldsWithoutBeingToldAgain) {
  AnsweringServer answering(test_settings(1));
  Server& server = answering.server;
  ASSERT_TRUE(server.start());
  TestClient client(server.port());
  ASSERT_NE(client.upgrade("/where").find("101"), std::string::npos);
  const std::string large(1'000'000, 'x');
  for (int i = 0; i < 20; ++i) {
    std::thread sender([&] { client.send_text(large); });
    EXPECT_EQ(client.receive_message().payload.size(), large.size());
    sender.join();
  }
}

TEST(ServerTest, RefusesAPortThatIsInUse) {
  SystemClock clock;
  Server first(test_settings(2), clock);
  ASSERT_TRUE(first.start());
  Settings settings = test_settings(2);
  settings.port = first.port();
  Server second(settings, clock);
  const auto started = second.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().message, "port " + std::to_string(first.port()) + " is in use");
  settings.address = "127.0.0.1";
  Server third(settings, clock);
  EXPECT_FALSE(third.start());
  first.stop();
  EXPECT_TRUE(second.start());
}

TEST(ServerTest, SaysWhatIsWrongWithAnAddress) {
  SystemClock clock;
  Settings settings = test_settings();
  settings.address = "nowhere";
  Server server(settings, clock);
  EXPECT_EQ(server.start().error().message, "nowhere is not an IP address to listen on");
}

TEST(ServerTest, ClosesConnectionsOverTheLimit) {
  Settings settings = test_settings();
  settings.max_connections = 2;
  AnsweringServer answering(settings);
  Server& server = answering.server;
  ASSERT_TRUE(server.start());
  auto first = std::make_unique<TestClient>(server.port());
  TestClient second(server.port());
  for (TestClient* client : {first.get(), &second}) {
    client->send(kGet);
    EXPECT_TRUE(client->receive_response().ends_with("0"));
  }
  TestClient third(server.port());
  EXPECT_FALSE(third.receive_more());
  first.reset();
  EXPECT_TRUE(eventually([&] {
    TestClient again(server.port());
    again.send(kGet);
    return again.receive_response().ends_with("0");
  }));
}

// Lowers the limit of descriptors while it lives.
class DescriptorLimit {
 public:
  explicit DescriptorLimit(rlim_t limit) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const rlimit lowered{limit, before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &lowered);
  }
  ~DescriptorLimit() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

TEST(ServerTest, OutOfDescriptorsItPausesAndGoesOn) {
  spdlog::default_logger();  // made while there are descriptors, as a program does
  AnsweringServer answering(test_settings());
  Server& server = answering.server;
  ASSERT_TRUE(server.start());
  TestClient client(server.port());
  client.send(kGet);
  client.receive_response();
  auto waiting = std::make_unique<TestClient>(server.port());
  const Counters& counters = server.shard(0).counters();
  ASSERT_TRUE(eventually([&] { return counters.connections_accepted.value() == 2; }));
  {
    const int next = ::dup(waiting->descriptor());
    ::close(next);
    // Room for the client's end of one more connection, not for the server's.
    const DescriptorLimit limit(static_cast<rlim_t>(next) + 1);
    TestClient refused(server.port());
    refused.send(kGet);
    ASSERT_TRUE(eventually([&] { return counters.connections_refused.value() > 0; }));
    client.send(kGet);
    EXPECT_TRUE(client.receive_response().ends_with("0"));
    waiting.reset();
    EXPECT_TRUE(refused.receive_response().ends_with("0"));
  }
}

TEST(ServerTest, StopsInTwoPhases) {
  SystemClock clock;
  Server server(test_settings(2), clock);
  std::array<std::unique_ptr<Exchange>, 2> held;  // by shard
  std::atomic<bool> waiting = false;
  std::atomic<int> order = 0;
  int flushed_at = 0;
  int stopping_at = 0;
  for (std::size_t i = 0; i < 2; ++i) {
    server.router(i).add("/ws", [](std::unique_ptr<Exchange> exchange) {
      EchoListener::accept(std::move(exchange));
    });
    server.router(i).add("/later", [&, i](std::unique_ptr<Exchange> exchange) {
      held[i] = std::move(exchange);
      waiting = true;
    });
    server.shard(i).on_stopping([&, i] {
      if (std::exchange(held[i], nullptr)) stopping_at = ++order;  // its shard answers 500
    });
  }
  ASSERT_TRUE(server.start());
  TestClient socket(server.port());
  socket.upgrade();
  TestClient request(server.port());
  request.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(eventually([&] { return waiting.load(); }));
  std::thread peer([&] {
    EXPECT_EQ(socket.receive_message().close_code, 1001);
    socket.send_frame(websocket::Opcode::kClose, "\x03\xe9");
    EXPECT_FALSE(socket.receive_more());
  });
  server.stop([&] { flushed_at = ++order; });
  peer.join();
  EXPECT_EQ(flushed_at, 1);
  EXPECT_EQ(stopping_at, 2);
  const std::string answer = request.receive_to_end();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 500")) << answer;
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
}

TEST(ServerTest, StopsInTimeWithClientsThatDoNotAnswer) {
  SystemClock clock;
  Settings settings = test_settings(2);
  settings.stop_timeout = std::chrono::milliseconds{100};
  settings.close_timeout = std::chrono::hours{1};
  Server server(settings, clock);
  for (std::size_t i = 0; i < 2; ++i) {
    server.router(i).add("/ws", [](std::unique_ptr<Exchange> exchange) {
      EchoListener::accept(std::move(exchange));
    });
  }
  ASSERT_TRUE(server.start());
  TestClient deaf(server.port());
  deaf.upgrade();
  server.stop();
  EXPECT_EQ(deaf.receive_message().close_code, 1001);
  EXPECT_FALSE(deaf.receive_more());
}

TEST(ServerTest, RunsTimersAndPostsOfAShardInOrder) {
  SystemClock clock;
  Server server(test_settings(2), clock);
  ASSERT_TRUE(server.start());
  std::vector<int> order;
  std::atomic<bool> done = false;
  Shard& shard = server.shard(1);
  shard.post([&] {
    shard.after(std::chrono::milliseconds{60}, [&] {
      order.push_back(3);
      done = true;
    });
    const TimerId cancelled =
        shard.after(std::chrono::milliseconds{10}, [&] { order.push_back(-1); });
    shard.after(std::chrono::milliseconds{20}, [&] { order.push_back(2); });
    shard.cancel(cancelled);
    order.push_back(0);
    shard.post([&] { order.push_back(1); });
  });
  ASSERT_TRUE(eventually([&] { return done.load(); }));
  server.stop();
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3}));
  shard.post([] { FAIL() << "a stopped shard runs nothing"; });
}

}  // namespace
}  // namespace waycast::net
