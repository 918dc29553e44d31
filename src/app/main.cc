#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "app/command_line.h"

int main(int argc, char** argv) {
  try {
    return waycast::app::run_command_line(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "waycast: {}\n", error.what());
    return 1;
  }
}
