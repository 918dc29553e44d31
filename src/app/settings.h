// Everything that can be configured, as one value: each module gets its own part of it.
//
// Sources, strongest first: flags, environment, TOML file, the defaults below. setting_table.h
// names every setting; load_settings() applies the sources and refuses what is wrong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "net/settings.h"
#include "protocol/engineio/application.h"

namespace waycast::app {

enum class LogFormat : std::uint8_t { kAuto, kText, kJson };  // kAuto: text on a terminal
enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarn, kError };

struct LogSettings {
  LogLevel level = LogLevel::kInfo;
  LogFormat format = LogFormat::kAuto;
};

struct Settings {
  net::Settings net;  // shards 0: one per core
  engineio::Settings engine;
  std::string database = "sqlite:./waycast.db";
  std::string jwt_secret;
  Duration jwt_expires_in = std::chrono::days{7};
  std::vector<std::string> client_origins;  // CORS; empty: any origin
  std::size_t otp_expiry_minutes = 5;
  LogSettings log;
};

}  // namespace waycast::app
