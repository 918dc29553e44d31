// The shard as the network layer itself sees it: the loop, the buffer that connections read into,
// and the turn at whose end they write.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <unordered_map>
#include <vector>

#include "net/byte_stream.h"
#include "net/poller.h"
#include "net/router.h"
#include "net/settings.h"
#include "net/shard.h"

namespace waycast::net {

class Connection;
class IoShard;

// What all shards of a server share.
struct ShardGroup {
  Settings settings;
  std::vector<std::unique_ptr<IoShard>> shards;
  OpenStreams connections;
  std::atomic<std::size_t> unfinished = 0;  // bytes, of UnfinishedBytes
  std::atomic<std::size_t> unread = 0;      // the same of answers that clients do not read
};

// Things whose memory must stay valid until the turn ends.
class Retired {
 public:
  virtual ~Retired() = default;
};

class IoShard final : public Shard {
 public:
  IoShard(ShardGroup& group, std::size_t index, const Clock& clock);
  ~IoShard() override;

  void post(Task task) override;
  TimerId after(Duration delay, Task task) override;
  void cancel(TimerId timer) override;
  const Clock& clock() const override { return clock_; }

  std::size_t index() const override { return index_; }
  std::size_t count() const override { return group_.shards.size(); }
  Shard& peer(std::size_t index) const override { return *group_.shards[index]; }
  void arm(WheelTimer& timer, Duration delay) override;
  void disarm(WheelTimer& timer) override { wheel_.disarm(timer); }
  void on_stopping(Task task) override { stopping_tasks_.push_back(std::move(task)); }
  const Counters& counters() const override { return counters_; }

  void start();
  // On the shard: runs the on_stopping tasks, asks every connection to end, and leaves the loop
  // when they have, or after `limit`.
  void finish(Duration limit);
  void join();
  void drop_everything();  // after join(), on the joining thread

  // For connections.
  void adopt(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> release(Connection& connection);  // closes nothing
  void touch(Connection& connection);                           // flush() at the end of the turn
  void retire(std::unique_ptr<Retired> object) { retired_.push_back(std::move(object)); }
  bool is_stopping() const { return stopping_; }
  std::span<char> input_buffer() { return *input_; }
  std::span<char> plain_buffer();  // for what TLS decrypted
  std::string_view date();         // "Tue, 24 Nov 2026 08:15:30 GMT"
  Poller& poller() { return poller_; }
  Router& router() { return router_; }
  Counters& count_in() { return counters_; }
  ShardGroup& group() { return group_; }

 private:
  class TaskTimer;
  using Buffer = std::array<char, 64 * 1024>;

  void run();
  int sleep_ms();
  bool run_posted();
  void end_turn();

  ShardGroup& group_;
  const std::size_t index_;
  const Clock& clock_;
  Poller poller_;
  TimerWheel wheel_;
  Router router_;
  Counters counters_;

  std::mutex mutex_;
  std::vector<Task> posted_;  // under mutex_, as the next two
  bool asleep_ = false;
  bool closed_ = false;
  std::vector<Task> running_;

  std::unordered_map<TimerId, std::unique_ptr<TaskTimer>> task_timers_;
  TimerId last_timer_ = 0;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::vector<Connection*> touched_;
  std::vector<std::unique_ptr<Retired>> retired_;
  std::vector<Task> stopping_tasks_;
  std::unique_ptr<Buffer> input_ = std::make_unique<Buffer>();
  std::unique_ptr<Buffer> plain_;
  std::string date_;
  std::int64_t date_second_ = 0;
  bool stopping_ = false;
  bool left_ = false;
  std::thread thread_;
};

}  // namespace waycast::net
