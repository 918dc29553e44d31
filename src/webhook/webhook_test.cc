#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <string>
#include <thread>

#include "base/thread_loop.h"
#include "webhook/retry_queue.h"
#include "webhook/sender.h"
#include "webhook/webhook_events.h"
#include "webhook/webhook_otp_sender.h"

namespace waycast::webhook {
namespace {

using std::chrono::milliseconds;

const SteadyTime kStart{milliseconds{1'000'000}};

TEST(RetryQueue, BacksOffAndGivesUp) {
  RetryQueue queue(RetrySettings{.max_attempts = 3, .first_delay = milliseconds{1000}});
  queue.push({"a", "t", "u", "{}", 0}, kStart);
  auto first = queue.take_due(kStart);
  ASSERT_TRUE(first);
  EXPECT_TRUE(queue.failed(*first, kStart));
  EXPECT_FALSE(queue.take_due(kStart + milliseconds{999}));
  auto second = queue.take_due(kStart + milliseconds{1000});
  ASSERT_TRUE(second);
  EXPECT_TRUE(queue.failed(*second, kStart));
  EXPECT_EQ(queue.next_due(), kStart + milliseconds{2000});
  auto third = queue.take_due(kStart + milliseconds{2000});
  ASSERT_TRUE(third);
  EXPECT_FALSE(queue.failed(*third, kStart));
  EXPECT_EQ(queue.counters().dropped, 1U);
  EXPECT_EQ(queue.counters().failed_attempts, 3U);
}

TEST(RetryQueue, DropsBeyondItsLimitAndCounts) {
  RetryQueue queue(RetrySettings{.limit = 1});
  EXPECT_TRUE(queue.push({"a", "t", "u", "{}", 0}, kStart));
  EXPECT_FALSE(queue.push({"b", "t", "u", "{}", 0}, kStart));
  EXPECT_EQ(queue.counters().dropped, 1U);
}

TEST(RetryQueue, KeepsTheOrderOfWhatIsDueTogether) {
  RetryQueue queue(RetrySettings{});
  for (const char* id : {"a", "b", "c"}) queue.push({id, "t", "u", "{}", 0}, kStart);
  for (const char* id : {"a", "b", "c"}) EXPECT_EQ(queue.take_due(kStart)->id, id);
}

// A receiver that answers each request with the next of its statuses and keeps the last request.
class Receiver {
 public:
  explicit Receiver(std::vector<int> statuses) : statuses_(std::move(statuses)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    ::listen(listener_, 8);
    socklen_t length = sizeof address;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
    url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/hook";
    thread_ = std::thread([this] { serve(); });
  }
  ~Receiver() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  const std::string& url() const { return url_; }
  std::string wait() { return done_.get_future().get(); }  // the request that got the last status

 private:
  void serve() {
    for (const int status : statuses_) {
      const int peer = ::accept(listener_, nullptr, nullptr);
      if (peer < 0) return;
      const std::string request = read_request(peer);
      const std::string answer = "HTTP/1.1 " + std::to_string(status) +
                                 " X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      EXPECT_EQ(::send(peer, answer.data(), answer.size(), MSG_NOSIGNAL),
                static_cast<ssize_t>(answer.size()));
      ::close(peer);
      if (status == statuses_.back()) done_.set_value(request);
    }
  }

  static std::string read_request(int peer) {
    std::string request;
    char buffer[4096];
    while (!request.ends_with('}')) {
      const ssize_t got = ::recv(peer, buffer, sizeof buffer, 0);
      if (got <= 0) break;
      request.append(buffer, static_cast<std::size_t>(got));
    }
    return request;
  }

  std::vector<int> statuses_;
  int listener_ = -1;
  std::string url_;
  std::promise<std::string> done_;
  std::thread thread_;
};

TEST(Sender, RetriesUntilTheReceiverAccepts) {
  const SystemClock clock;
  Receiver receiver({500, 404, 204});
  Sender sender({.secret = "s", .retry = {.first_delay = milliseconds{1}}}, clock);
  sender.send({"id-1", "booking.status", receiver.url(), "{\"a\":1}", 0});
  const std::string request = receiver.wait();
  EXPECT_NE(request.find("X-Waycast-Event: booking.status"), std::string::npos);
  EXPECT_NE(request.find("X-Waycast-Delivery: id-1"), std::string::npos);
  EXPECT_NE(request.find("X-Waycast-Signature: t="), std::string::npos);
  EXPECT_TRUE(request.ends_with("{\"a\":1}"));
  EXPECT_EQ(sender.counters().failed_attempts, 2U);
}

// Accepts in the kernel, never answers.
class HangingReceiver {
 public:
  HangingReceiver() : listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(listener_, 8), 0);
    socklen_t length = sizeof address;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
    url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  }
  ~HangingReceiver() { ::close(listener_); }
  const std::string& url() const { return url_; }
  void wait() {  // until an attempt is under way
    const int peer = ::accept(listener_, nullptr, nullptr);
    EXPECT_GE(peer, 0);
    ::close(::dup(peer));
  }

 private:
  int listener_;
  std::string url_;
};

constexpr std::chrono::seconds kForEver{3600};

TEST(Sender, StopsWhileAReceiverHangs) {
  const SystemClock clock;
  HangingReceiver receiver;
  auto stopped = std::async(std::launch::async, [&] {
    Sender sender({.secret = "s", .timeout = kForEver}, clock);
    sender.send({"id", "t", receiver.url(), "{}", 0});
    receiver.wait();
  });
  EXPECT_EQ(stopped.wait_for(std::chrono::seconds{60}), std::future_status::ready);
}

TEST(Sender, AReceiverThatHangsHoldsUpNoOther) {
  const SystemClock clock;
  HangingReceiver hanging;
  Receiver receiver({200});
  Sender sender({.secret = "s", .timeout = kForEver}, clock);
  sender.send({"first", "t", hanging.url(), "{}", 0});
  hanging.wait();
  sender.send({"second", "t", receiver.url(), "{}", 0});
  EXPECT_NE(receiver.wait().find("X-Waycast-Delivery: second"), std::string::npos);
}

TEST(WebhookEvents, ABookingsStatusGoesToEveryUrl) {
  const SystemClock clock;
  Receiver receiver({200});
  Sender sender({.secret = "s"}, clock);
  WebhookEvents events(sender, {receiver.url()}, clock);
  BookingChange change;
  change.details.booking.id = BookingId("b1");
  change.details.booking.status = BookingStatus::kPickedUp;
  change.before = BookingStatus::kArrivedPickup;
  events.booking_changed(change, {});
  const std::string request = receiver.wait();
  EXPECT_NE(request.find(R"("type":"booking.status")"), std::string::npos);
  EXPECT_NE(request.find(R"("status":"PICKED_UP")"), std::string::npos);
}

TEST(WebhookOtpSender, HandsTheCodeToTheConfiguredUrl) {
  const SystemClock clock;
  Receiver receiver({200});
  Sender sender({.secret = "s"}, clock);
  WebhookOtpSender otps(sender, receiver.url(), clock);
  ThreadLoop loop(clock);
  std::promise<bool> done;
  otps.send({"+15550100", "123456", "LOGIN", clock.now()}, loop,
            [&done](Result<void> result) { done.set_value(result.has_value()); });
  EXPECT_TRUE(done.get_future().get());
  EXPECT_NE(receiver.wait().find(R"("code":"123456")"), std::string::npos);
}

}  // namespace
}  // namespace waycast::webhook
