// One thing at a time per key, in the order of asking: a change of a booking waits until the store
// has answered the one before it.
//
// A step gets a Turn and holds it, usually inside the store's completion; the next step begins, on
// the queue's loop, after the Turn is destroyed. run() only on that loop; a Turn may be destroyed
// on any thread, and after the queue.
#pragma once

#include <deque>
#include <memory>
#include <unordered_map>
#include <utility>

#include "base/executor.h"

namespace waycast {

template <class Key>
class SerialQueue {
 private:
  struct Lanes;

 public:
  class Turn {
   public:
    Turn(std::weak_ptr<Lanes> lanes, Executor& loop, Key key)
        : lanes_(std::move(lanes)), loop_(&loop), key_(std::move(key)) {}
    Turn(Turn&&) noexcept = default;
    Turn& operator=(Turn&&) = delete;
    ~Turn() {
      if (lanes_.expired()) return;
      loop_->post([lanes = std::move(lanes_), key = std::move(key_)] {
        if (const auto alive = lanes.lock()) alive->next(alive, key);
      });
    }

   private:
    std::weak_ptr<Lanes> lanes_;  // empty once moved from
    Executor* loop_;
    Key key_;
  };
  using Step = UniqueFunction<void(Turn)>;

  // `loop` outlives the queue and its Turns.
  explicit SerialQueue(Executor& loop) : lanes_(std::make_shared<Lanes>(loop)) {}

  // Runs the step at once if its key is idle.
  void run(const Key& key, Step step) {
    const auto [lane, is_idle] = lanes_->waiting.try_emplace(key);
    lane->second.push_back(std::move(step));
    if (is_idle) lanes_->next(lanes_, Key(key));
  }
  bool is_idle() const { return lanes_->waiting.empty(); }
  // How many steps wait behind the one that has the Turn.
  std::size_t waiting(const Key& key) const {
    const auto lane = lanes_->waiting.find(key);
    return lane == lanes_->waiting.end() ? 0 : lane->second.size();
  }

 private:
  struct Lanes {
    explicit Lanes(Executor& on) : loop(on) {}

    void next(const std::shared_ptr<Lanes>& self, const Key& key) {
      const auto lane = waiting.find(key);
      if (lane->second.empty()) {
        waiting.erase(lane);
        return;
      }
      Step step = std::move(lane->second.front());
      lane->second.pop_front();
      step(Turn(self, loop, key));
    }

    Executor& loop;
    std::unordered_map<Key, std::deque<Step>> waiting;  // of keys whose Turn is taken
  };

  std::shared_ptr<Lanes> lanes_;
};

}  // namespace waycast
