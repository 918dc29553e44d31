// What REST needs from the rest of the server. All of it is used from every shard at once.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "api/limit_counters.h"
#include "auth/jwt.h"
#include "auth/otp_sender.h"
#include "base/executor.h"
#include "protocol/http/cors.h"
#include "tracking/account_limits.h"
#include "tracking/ports/code_attempt.h"
#include "tracking/ports/dispatch.h"
#include "tracking/ports/live_commands.h"
#include "tracking/ports/store.h"

namespace waycast::api {

// Everything outlives the Api and is thread-safe.
struct Services {
  Store& store;
  Dispatch& dispatch;
  LiveCommands& live;
  const auth::Jwt& jwt;
  auth::OtpSender& otp_sender;
  Executor& background;  // a thread for what is slow: password hashes
  const Clock& clock;
  LimitCounters& refusals;
};

// Answer of `/ready`: may traffic be sent here?
struct Readiness {
  bool ready = true;
  std::vector<std::pair<std::string, std::string>> checks;  // {"store", "ok"}
};

// Called on any shard.
struct Probes {
  std::function<Readiness()> ready = [] { return Readiness{}; };
  std::function<std::string()> metrics = [] { return std::string(); };  // Prometheus text
};

// `burst` requests at once, refilled at `per_minute`. 0 per minute: no limit.
struct RateLimit {
  int per_minute = 0;
  int burst = 0;

  // A fifth of a minute's requests at once.
  static constexpr RateLimit a_minute(int requests) { return {requests, (requests + 4) / 5}; }
};

// Of `matching/jobs`: as matching itself has them.
struct JobSettings {
  double radius_km = 15;                   // around the pilot
  Duration position_max_age{60'000};       // an older position of the pilot is not used
  Duration scheduled_lead{15LL * 60'000};  // how long before its time a booking may be taken
};

struct Settings {
  std::string version = "0.1.0";
  Duration token_ttl{7LL * 24 * 3'600'000};           // JWT_EXPIRES_IN
  Duration otp_expiry{5LL * 60'000};                  // OTP_EXPIRY_MINUTES
  http::CorsSettings cors;                            // CLIENT_URL
  std::size_t max_body = 64 * 1024;                   // bytes
  RateLimit per_address = RateLimit::a_minute(6000);  // one address may be a carrier's whole NAT
  RateLimit per_identity = RateLimit::a_minute(600);
  RateLimit nearby_per_identity = RateLimit::a_minute(30);  // customers' `pilots/nearby`
  RateLimit sign_in_per_address{60, 20};  // `/auth/...`, and who registers without a token
  CodeLimits login_codes{};
  std::size_t trusted_proxies = 0;  // in front of the server (client_address.h)
  std::string socket_io_js;         // file served as /socket.io/socket.io.js; empty: ours
  std::string home_page;            // HTML served as /; empty: 404
  JobSettings jobs = {};
  AccountLimits accounts = {};
};

}  // namespace waycast::api
