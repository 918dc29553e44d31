// What the process asks of the operating system: descriptors, and to be told to stop.
#pragma once

#include <cstddef>

namespace waycast::app {

// Raises the soft limit of open files to the hard one. Returns the limit now in force.
std::size_t raise_descriptor_limit();

// SIGINT and SIGTERM, waited for on one thread and on no other. Construct before any thread starts,
// so that all inherit the blocked mask. SIGPIPE is ignored from then on.
class StopSignals {
 public:
  StopSignals();
  int wait();  // blocks until one arrives; returns its number
  // From now on a signal ends the process at once: for a second one while stopping.
  void restore_default();
};

}  // namespace waycast::app
