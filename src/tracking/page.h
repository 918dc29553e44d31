// One page of a long list.
#pragma once

#include <cstdint>
#include <vector>

namespace waycast {

template <class T>
struct Page {
  std::vector<T> items;
  std::int64_t total = 0;
};

struct PageRequest {
  int page = 1;    // from 1
  int limit = 20;  // 1..100
};

}  // namespace waycast
