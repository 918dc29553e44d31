// Where log lines go: text for a person on a terminal, one JSON object a line for a machine.
// Everybody logs through spdlog's default logger; tokens and phone numbers never get past here.
#pragma once

#include <memory>

#include <spdlog/formatter.h>

#include "app/settings.h"

namespace waycast::app {

// Once, before other threads start. Lines go to standard error, so that a command's output stays
// clean.
void start_logging(const LogSettings& settings);

void set_log_level(LogLevel level);  // any thread, later

// `2026-11-24T08:15:30.123Z info listening on port 5000`
std::unique_ptr<spdlog::formatter> text_formatter();
// `{"time":"2026-11-24T08:15:30.123Z","level":"info","message":"listening on port 5000"}`
std::unique_ptr<spdlog::formatter> json_formatter();

}  // namespace waycast::app
