#include "app/signals.h"

#include <pthread.h>
#include <spdlog/spdlog.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>

namespace waycast::app {

namespace {

sigset_t held_back() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGQUIT, SIGHUP}) sigaddset(&set, signal);
  return set;
}

// As if nobody had held the signal back.
void end_by(int signal) {
  std::signal(signal, SIG_DFL);
  const sigset_t set = held_back();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  std::raise(signal);
}

}  // namespace

Signals::Signals(Duration gives_way) : gives_way_(gives_way) {
  const sigset_t set = held_back();
  pthread_sigmask(SIG_BLOCK, &set, &before_);
  for (const int signal : {SIGPIPE, SIGUSR1, SIGUSR2}) std::signal(signal, SIG_IGN);
}

Signals::~Signals() {
  is_ended_ = true;
  if (thread_.joinable()) {
    pthread_kill(thread_.native_handle(), SIGTERM);
    thread_.join();
  }
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void Signals::listen() {
  thread_ = std::thread([this] { run(); });
}

bool Signals::stop_within(Duration limit) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, limit, [this] { return stop_signal_ != 0; });
}

Signals::Event Signals::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stop_signal_ != 0 || reload_; });
  if (stop_signal_ != 0) return Event::kStop;
  reload_ = false;
  return Event::kReload;
}

void Signals::run() {
  for (;;) {
    const int signal = take();
    if (is_ended_) return;
    if (signal > 0) note(signal);
  }
}

// -1: a start-up that was asked to stop has had its time and has ended meanwhile.
int Signals::take() {
  const sigset_t set = held_back();
  if (stop_signal_ == 0 || !is_starting_) return sigwaitinfo(&set, nullptr);
  const timespec limit{.tv_sec = gives_way_.count() / 1000,
                       .tv_nsec = gives_way_.count() % 1000 * 1'000'000};
  const int signal = sigtimedwait(&set, nullptr, &limit);
  if (signal < 0 && errno == EAGAIN && is_starting_ && !is_ended_) {
    spdlog::warn("start-up does not give way to signal {}: ending it", stop_signal_.load());
    std::_Exit(EXIT_SUCCESS);
  }
  return signal;
}

void Signals::note(int signal) {
  const std::lock_guard lock(mutex_);
  if (signal == SIGHUP) {
    reload_ = true;
  } else if (stop_signal_ == 0) {
    stop_signal_ = signal;
  } else {
    end_by(signal);
  }
  changed_.notify_all();
}

}  // namespace waycast::app
