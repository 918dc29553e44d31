#include "net/poller.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace waycast::net {

namespace {

constexpr int kMaxEvents = 256;

int checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

void control(int epoll, int operation, int descriptor, Watcher* watcher, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = watcher;
  checked(::epoll_ctl(epoll, operation, descriptor, &event), "epoll_ctl");
}

}  // namespace

Poller::Poller()
    : epoll_(checked(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      wake_(checked(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")) {
  control(epoll_, EPOLL_CTL_ADD, wake_, nullptr, EPOLLIN);
}

Poller::~Poller() {
  ::close(wake_);
  ::close(epoll_);
}

void Poller::add(int descriptor, Watcher& watcher, std::uint32_t events) {
  control(epoll_, EPOLL_CTL_ADD, descriptor, &watcher, events);
}

void Poller::modify(int descriptor, Watcher& watcher, std::uint32_t events) {
  control(epoll_, EPOLL_CTL_MOD, descriptor, &watcher, events);
}

void Poller::remove(int descriptor) { control(epoll_, EPOLL_CTL_DEL, descriptor, nullptr, 0); }

void Poller::wait(int timeout_ms) {
  std::array<epoll_event, kMaxEvents> events;
  const int count = ::epoll_wait(epoll_, events.data(), kMaxEvents, timeout_ms);
  for (int i = 0; i < count; ++i) {
    if (events[i].data.ptr != nullptr) {
      static_cast<Watcher*>(events[i].data.ptr)->on_ready(events[i].events);
    } else {
      std::uint64_t ignored = 0;
      [[maybe_unused]] const auto size = ::read(wake_, &ignored, sizeof ignored);
    }
  }
}

void Poller::wake() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto size = ::write(wake_, &one, sizeof one);
}

}  // namespace waycast::net
