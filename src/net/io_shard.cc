#include "net/io_shard.h"

#include <fmt/chrono.h>

#include "base/thread_role.h"
#include "net/connection.h"

namespace waycast::net {

class IoShard::TaskTimer final : public WheelTimer {
 public:
  TaskTimer(IoShard& shard, TimerId id, Task task)
      : shard_(shard), id_(id), task_(std::move(task)) {}

 protected:
  void on_timer() override {
    const auto self = shard_.task_timers_.extract(id_);
    task_();
  }

 private:
  IoShard& shard_;
  TimerId id_;
  Task task_;
};

IoShard::IoShard(ShardGroup& group, std::size_t index, const Clock& clock)
    : group_(group), index_(index), clock_(clock), wheel_(clock.steady()) {}

IoShard::~IoShard() { drop_everything(); }

void IoShard::post(Task task) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    posted_.push_back(std::move(task));
    wake = std::exchange(asleep_, false);
  }
  if (wake) poller_.wake();
}

TimerId IoShard::after(Duration delay, Task task) {
  const TimerId id = ++last_timer_;
  const auto at = task_timers_.emplace(id, std::make_unique<TaskTimer>(*this, id, std::move(task)));
  arm(*at.first->second, delay);
  return id;
}

void IoShard::cancel(TimerId timer) { task_timers_.erase(timer); }

void IoShard::arm(WheelTimer& timer, Duration delay) { wheel_.arm(timer, clock_.steady(), delay); }

void IoShard::start() {
  thread_ = std::thread([this] { run(); });
}

void IoShard::run() {
  set_thread_role(fmt::format("shard-{}", index_).c_str(), ThreadRole::kServing);
  while (!left_) {
    poller_.wait(sleep_ms());
    run_posted();
    wheel_.advance(clock_.steady());
    end_turn();
    if (stopping_ && connections_.empty()) left_ = true;
  }
}

// How long nothing needs to be done, unless a descriptor becomes ready or a task is posted.
int IoShard::sleep_ms() {
  const std::lock_guard lock(mutex_);
  if (!posted_.empty() || !touched_.empty() || left_) return 0;
  asleep_ = true;
  const auto due = wheel_.next_due();
  if (!due) return -1;
  const auto left = std::max(*due - clock_.steady(), Duration{0});
  return static_cast<int>(std::min<Duration::rep>(left.count(), 60'000));
}

bool IoShard::run_posted() {
  {
    const std::lock_guard lock(mutex_);
    asleep_ = false;
    running_.swap(posted_);
  }
  if (running_.empty()) return false;
  for (Task& task : running_) task();
  running_.clear();
  return true;
}

void IoShard::end_turn() {
  for (std::size_t i = 0; i < touched_.size(); ++i) touched_[i]->end_turn();
  touched_.clear();
  while (!retired_.empty()) {
    const auto objects = std::exchange(retired_, {});
  }
}

void IoShard::adopt(std::unique_ptr<Connection> connection) {
  connection->set_place(connections_.size());
  connections_.push_back(std::move(connection));
  counters_.connections_open.add();
}

std::unique_ptr<Connection> IoShard::release(Connection& connection) {
  const std::size_t place = connection.place();
  std::unique_ptr<Connection> released = std::move(connections_[place]);
  if (place + 1 != connections_.size()) {
    connections_[place] = std::move(connections_.back());
    connections_[place]->set_place(place);
  }
  connections_.pop_back();
  counters_.connections_open.subtract();
  return released;
}

void IoShard::touch(Connection& connection) { touched_.push_back(&connection); }

std::span<char> IoShard::plain_buffer() {
  if (plain_ == nullptr) plain_ = std::make_unique<Buffer>();
  return *plain_;
}

std::string_view IoShard::date() {
  const auto now = std::chrono::time_point_cast<std::chrono::seconds>(clock_.now());
  if (now.time_since_epoch().count() != date_second_) {
    date_second_ = now.time_since_epoch().count();
    date_ = fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT",
                        fmt::gmtime(static_cast<std::time_t>(date_second_)));
  }
  return date_;
}

void IoShard::finish(Duration limit) {
  stopping_ = true;
  for (Task& task : std::exchange(stopping_tasks_, {})) task();
  after(limit, [this] { left_ = true; });
  // Backwards: one that closes at once is replaced by the last, which has been asked already.
  for (std::size_t i = connections_.size(); i-- > 0;) connections_[i]->begin_stop();
}

void IoShard::join() {
  if (thread_.joinable()) thread_.join();
}

void IoShard::drop_everything() {
  std::vector<Task> dropped;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    dropped.swap(posted_);
  }
  while (!connections_.empty()) connections_.back()->close();
  touched_.clear();
  end_turn();
  task_timers_.clear();
}

}  // namespace waycast::net
