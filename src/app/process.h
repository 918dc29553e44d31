// What the process asks of the operating system (signals.h is the other direction).
#pragma once

#include <cstddef>

namespace waycast::app {

// Raises the soft limit of open files to the hard one. Returns the limit now in force.
std::size_t raise_descriptor_limit();

}  // namespace waycast::app
