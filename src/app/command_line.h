// The program as its user types it: `waycast serve --port 5000`.
#pragma once

namespace waycast::app {

// Parses, runs the command, returns the exit code: 0, 1 for a failure, 2 for wrong usage or
// settings.
int run_command_line(int argc, char** argv);

}  // namespace waycast::app
