// How writes are gathered into commits (write_queue.h) and how many may wait.
#pragma once

#include <cstddef>

#include "base/clock.h"

namespace waycast {

struct GroupSettings {
  std::size_t group_rows = 500;
  Duration group_wait{20};
  Duration point_wait{250};
  Duration idle_wait{500};  // then an empty group is given out
  std::size_t max_points = 100'000;
  std::size_t max_operations = 20'000;
};

}  // namespace waycast
