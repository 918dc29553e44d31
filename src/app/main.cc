#include <fmt/format.h>
#include <malloc.h>

#include <cstdio>
#include <exception>

#include "app/command_line.h"

namespace {

// Keeps freed memory for the next use, up to 8 MiB a thread: by default the store's writer gives
// its memory back after each commit, and takes it again page by page.
void keep_freed_memory() {
  // NOLINTBEGIN(concurrency-mt-unsafe): there is one thread yet
  ::mallopt(M_TRIM_THRESHOLD, 8 << 20);
  ::mallopt(M_MMAP_THRESHOLD, 1 << 20);
  // NOLINTEND(concurrency-mt-unsafe)
}

}  // namespace

int main(int argc, char** argv) {
  keep_freed_memory();
  try {
    return waycast::app::run_command_line(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "waycast: {}\n", error.what());
    return 1;
  }
}
