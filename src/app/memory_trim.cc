#include "app/memory_trim.h"

#include <malloc.h>
#include <spdlog/spdlog.h>

namespace waycast::app {

namespace {

constexpr std::chrono::seconds kTrimInterval{5};

}  // namespace

void MemoryTrim::start() {
  loop_.post([this] { look(); });
}

void MemoryTrim::look() {
  const std::size_t free_bytes = ::mallinfo2().fordblks;
  if (decision_.is_due(free_bytes)) {
    ::malloc_trim(0);
    spdlog::debug("gave unused memory back to the system, {} MiB at most", free_bytes >> 20);
  }
  loop_.after(kTrimInterval, [this] { look(); });
}

}  // namespace waycast::app
