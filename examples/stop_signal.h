// Waiting for Ctrl-C or a service manager, in a program whose server has threads of its own.
#pragma once

#include <csignal>

namespace waycast {

// Made before any thread: those inherit that SIGINT and SIGTERM are left to wait().
class StopSignal {
 public:
  StopSignal() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  }

  void wait() const {
    int signal = 0;
    sigwait(&signals_, &signal);
  }

 private:
  sigset_t signals_{};
};

}  // namespace waycast
