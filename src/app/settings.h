// Everything that can be configured, as one value: each module gets its own part of it.
//
// Sources, strongest first: flags, environment, TOML file, the defaults below. setting_table.h
// names every setting; load_settings() applies the sources and refuses what is wrong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "api/services.h"
#include "base/clock.h"
#include "net/engineio_settings.h"
#include "net/settings.h"
#include "protocol/engineio/application.h"
#include "realtime/settings.h"
#include "storage/sqlite_store.h"
#include "tracking/dispatch/settings.h"
#include "tracking/live/live_settings.h"

namespace waycast::app {

enum class LogFormat : std::uint8_t { kAuto, kText, kJson };  // kAuto: text on a terminal
enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarn, kError };

struct LogSettings {
  LogLevel level = LogLevel::kInfo;
  LogFormat format = LogFormat::kAuto;
};

struct WebhookSettings {
  std::vector<std::string> urls;  // of bookings and notifications; empty: none
  std::string otp_url;            // one-time passwords; empty: they go to the log
  std::string secret;             // signs every body
  std::size_t queued = 10'000;    // may wait for one receiver
};

struct Settings {
  net::Settings net;       // but its shards
  std::size_t shards = 0;  // 0: one per core
  engineio::Settings engine;
  net::SessionLimits sessions;  // but its trusted proxies
  realtime::Settings sockets;
  realtime::RecoverySettings recovery{.mode = realtime::Recovery::kOn};
  std::string database = "sqlite:./waycast.db";
  SqliteSettings sqlite;                          // but its path
  Duration lock_wait = std::chrono::seconds{30};  // at start, for another process's lock
  LiveSettings live;
  DispatchSettings dispatch;  // but its time zone
  std::string time_zone = "UTC";
  std::string jwt_secret;
  Duration jwt_expires_in = std::chrono::days{7};
  std::vector<std::string> client_origins;  // CORS; empty: any origin
  std::size_t otp_expiry_minutes = 5;
  int requests_of_address = 6000;  // a minute, of REST; 0: no limit
  int requests_of_identity = 600;
  int nearby_of_identity = 30;
  CodeLimits login_codes;
  std::size_t trusted_proxies = 0;   // whose hops of X-Forwarded-For are believed
  bool trust_forwarded_for = false;  // the older name of one trusted proxy
  std::string client_script;         // file; empty: the one built in
  std::string home_page;             // HTML served as /; only the demo has one
  WebhookSettings webhook;
  LogSettings log;
};

}  // namespace waycast::app
