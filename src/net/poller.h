// Tells which descriptors are ready: epoll, each descriptor registered once, level-triggered unless
// its events say EPOLLET.
//
// Boost.Asio would do one epoll_ctl for every awaited readiness and one more epoll_wait for every
// turn; on the path of a relayed message that is a third of all system calls.
#pragma once

#include <cstdint>

namespace waycast::net {

// Whoever waits for a descriptor. It must stay alive until the end of the turn in which it was
// removed.
class Watcher {
 public:
  virtual ~Watcher() = default;
  virtual void on_ready(std::uint32_t events) = 0;  // EPOLLIN, EPOLLOUT, EPOLLERR, EPOLLHUP
};

// For one thread, except wake().
class Poller {
 public:
  Poller();  // throws std::system_error
  ~Poller();
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  void add(int descriptor, Watcher& watcher, std::uint32_t events);
  void modify(int descriptor, Watcher& watcher, std::uint32_t events);
  void remove(int descriptor);

  // Waits up to `timeout_ms` (-1: for ever) and calls the watchers that are ready.
  void wait(int timeout_ms);
  void wake();  // any thread: ends the current or the next wait()

 private:
  int epoll_;
  int wake_;
};

}  // namespace waycast::net
