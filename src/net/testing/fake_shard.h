// A shard whose time a test moves: for what runs on shards, without threads or waiting.
//
// Thread: the test's. `all` outlives the shard and holds it at `index`.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "base/manual_loop.h"
#include "net/shard.h"
#include "net/timer_wheel.h"

namespace waycast::net {

class FakeShard final : public Shard {
 public:
  FakeShard(std::size_t index, std::vector<std::unique_ptr<FakeShard>>& all)
      : index_(index), all_(all), wheel_(loop_.clock().steady()) {}

  void post(Task task) override { loop_.post(std::move(task)); }
  TimerId after(Duration delay, Task task) override { return loop_.after(delay, std::move(task)); }
  void cancel(TimerId timer) override { loop_.cancel(timer); }
  const Clock& clock() const override { return loop_.clock(); }
  std::size_t index() const override { return index_; }
  std::size_t count() const override { return all_.size(); }
  Shard& peer(std::size_t index) const override { return *all_[index]; }
  void arm(WheelTimer& timer, Duration delay) override {
    wheel_.arm(timer, loop_.clock().steady(), delay);
  }
  void disarm(WheelTimer& timer) override { wheel_.disarm(timer); }
  void on_stopping(Task task) override { stopping_ = std::move(task); }
  const Counters& counters() const override { return counters_; }

  void run() { loop_.run(); }
  void advance(Duration by) {
    for (Duration done{0}; done < by; done += TimerWheel::kTick) {
      loop_.advance(TimerWheel::kTick);
      wheel_.advance(loop_.clock().steady());
      loop_.run();
    }
  }
  void stop() { stopping_(); }

 private:
  std::size_t index_;
  std::vector<std::unique_ptr<FakeShard>>& all_;
  ManualLoop loop_;
  TimerWheel wheel_;
  Counters counters_;
  Task stopping_;
};

}  // namespace waycast::net
