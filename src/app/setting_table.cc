#include "app/setting_table.h"

#include <algorithm>
#include <array>
#include <utility>

#include "app/setting_values.h"

namespace waycast::app {

namespace {

// `field` is a callable Settings& -> T&, for a const and a mutable Settings alike.
template <class Field, class Parse, class Show>
SettingRow make_row(std::string name, std::string variable, std::string help, Field field,
                    Parse parse, Show show) {
  auto assign = [field, parse](Settings& settings, std::string_view text) -> Result<void> {
    auto value = parse(text);
    if (!value) return std::unexpected(value.error());
    field(settings) = static_cast<std::decay_t<decltype(field(settings))>>(*std::move(value));
    return {};
  };
  auto print = [field, show](const Settings& settings) { return show(field(settings)); };
  return {std::move(name), std::move(variable), std::move(help), false, assign, print};
}

template <class Field>
SettingRow count_row(std::string name, std::string variable, std::string help, Range allowed,
                     Field field) {
  return make_row(
      std::move(name), std::move(variable), std::move(help), field,
      [allowed](std::string_view text) { return parse_count(text, allowed); },
      [](auto value) { return std::to_string(value); });
}

template <class Field>
SettingRow number_row(std::string name, std::string variable, std::string help, Range allowed,
                      Field field) {
  return make_row(
      std::move(name), std::move(variable), std::move(help), field,
      [allowed](std::string_view text) { return parse_number(text, allowed); }, show_number);
}

// Of a bool, or an enumeration of off and on.
template <class Field>
SettingRow switch_row(std::string name, std::string variable, std::string help, Field field) {
  return make_row(std::move(name), std::move(variable), std::move(help), field, parse_switch,
                  [](auto value) { return static_cast<bool>(value) ? "true" : "false"; });
}

template <class Field>
SettingRow time_row(std::string name, std::string variable, std::string help, Field field) {
  return make_row(std::move(name), std::move(variable), std::move(help), field, parse_time_span,
                  show_time_span);
}

template <class Field>
SettingRow text_row(std::string name, std::string variable, std::string help, Field field) {
  return make_row(std::move(name), std::move(variable), std::move(help), field, parse_text,
                  [](const std::string& value) { return value; });
}

template <class Field>
SettingRow list_row(std::string name, std::string variable, std::string help, Field field) {
  return make_row(std::move(name), std::move(variable), std::move(help), field, parse_list,
                  show_list);
}

template <class Enum>
using Choices = std::vector<std::pair<std::string, Enum>>;

template <class Enum>
Result<Enum> parse_choice(const Choices<Enum>& choices, std::string_view text) {
  std::string names;
  for (const auto& [name, value] : choices) {
    if (name == text) return value;
    names += (names.empty() ? "" : ", ") + name;
  }
  return fail(Code::kValidation, "must be one of " + names);
}

template <class Enum, class Field>
SettingRow choice_row(std::string name, std::string variable, std::string help,
                      Choices<Enum> choices, Field field) {
  return make_row(
      std::move(name), std::move(variable), std::move(help), field,
      [choices](std::string_view text) { return parse_choice(choices, text); },
      [choices](Enum value) {
        return std::ranges::find(choices, value, &std::pair<std::string, Enum>::second)->first;
      });
}

SettingRow secret(SettingRow row) {
  row.is_secret = true;
  return row;
}

template <class T>
std::string text_or_empty(const std::optional<T>& value, std::string T::* member) {
  return value ? *value.*member : std::string();
}

SettingRow tls_row(std::string name, std::string variable, std::string help,
                   std::string net::TlsSettings::* member) {
  return {std::move(name),
          std::move(variable),
          std::move(help),
          false,
          [member](Settings& settings, std::string_view text) -> Result<void> {
            if (!settings.net.tls) settings.net.tls.emplace();
            *settings.net.tls.*member = text;
            return {};
          },
          [member](const Settings& settings) { return text_or_empty(settings.net.tls, member); }};
}

void add_existing_app_rows(std::vector<SettingRow>& rows) {
  rows.push_back(count_row("port", "PORT", "port for Socket.IO and REST; 0 picks a free one",
                           {0, 65535}, [](auto& s) -> auto& { return s.net.port; }));
  rows.push_back(text_row("database", "DATABASE_URL", "sqlite:PATH",
                          [](auto& s) -> auto& { return s.database; }));
  rows.back().show = [](const Settings& s) { return mask_password(s.database); };
  rows.push_back(
      secret(text_row("jwt_secret", "JWT_SECRET", "key that signs the tokens, at least 32 bytes",
                      [](auto& s) -> auto& { return s.jwt_secret; })));
  rows.push_back(time_row("jwt_expires_in", "JWT_EXPIRES_IN", "life of the tokens made here",
                          [](auto& s) -> auto& { return s.jwt_expires_in; }));
  rows.push_back(list_row("client_url", "CLIENT_URL",
                          "browser origins allowed by CORS, comma separated; none: any",
                          [](auto& s) -> auto& { return s.client_origins; }));
  rows.push_back(count_row("otp_expiry_minutes", "OTP_EXPIRY_MINUTES", "life of a login code",
                           {1, 1440}, [](auto& s) -> auto& { return s.otp_expiry_minutes; }));
}

void add_process_rows(std::vector<SettingRow>& rows) {
  rows.push_back(text_row("address", "WAYCAST_ADDRESS",
                          "address to listen on; default every one, IPv6 and IPv4",
                          [](auto& s) -> auto& { return s.net.address; }));
  rows.push_back(count_row("shards", "WAYCAST_SHARDS", "threads that serve clients; 0: one a core",
                           {0, 256}, [](auto& s) -> auto& { return s.shards; }));
  rows.push_back(choice_row<LogLevel>("log_level", "WAYCAST_LOG_LEVEL", "debug, info, warn, error",
                                      {{"debug", LogLevel::kDebug},
                                       {"info", LogLevel::kInfo},
                                       {"warn", LogLevel::kWarn},
                                       {"error", LogLevel::kError}},
                                      [](auto& s) -> auto& { return s.log.level; }));
  rows.push_back(choice_row<LogFormat>(
      "log_format", "WAYCAST_LOG_FORMAT", "auto (text on a terminal), text or json",
      {{"auto", LogFormat::kAuto}, {"text", LogFormat::kText}, {"json", LogFormat::kJson}},
      [](auto& s) -> auto& { return s.log.format; }));
  rows.push_back(tls_row("tls_certificate", "WAYCAST_TLS_CERTIFICATE",
                         "PEM file of the certificate chain; serves TLS",
                         &net::TlsSettings::certificate_file));
  rows.push_back(tls_row("tls_key", "WAYCAST_TLS_KEY", "PEM file of the private key",
                         &net::TlsSettings::key_file));
}

void add_connection_rows(std::vector<SettingRow>& rows) {
  rows.push_back(time_row("ping_interval", "WAYCAST_PING_INTERVAL", "between heartbeats",
                          [](auto& s) -> auto& { return s.engine.ping_interval; }));
  rows.push_back(time_row("ping_timeout", "WAYCAST_PING_TIMEOUT", "for a heartbeat's answer",
                          [](auto& s) -> auto& { return s.engine.ping_timeout; }));
  rows.push_back(count_row("max_payload", "WAYCAST_MAX_PAYLOAD", "bytes of one message",
                           {1024, 1e9}, [](auto& s) -> auto& { return s.engine.max_payload; }));
  rows.push_back(count_row("max_queued", "WAYCAST_MAX_QUEUED",
                           "bytes queued to one client that does not read, then it is closed",
                           {4096, 1e9},
                           [](auto& s) -> auto& { return s.engine.max_queued_bytes; }));
  rows.push_back(count_row("max_connections", "WAYCAST_MAX_CONNECTIONS", "of the whole server",
                           {1, 1e7}, [](auto& s) -> auto& { return s.net.max_connections; }));
}

void add_live_rows(std::vector<SettingRow>& rows) {
  rows.push_back(time_row("grace", "WAYCAST_GRACE",
                          "from the loss of a pilot's last connection to offline",
                          [](auto& s) -> auto& { return s.live.grace; }));
  rows.push_back(time_row("stale_after", "WAYCAST_STALE_AFTER",
                          "online without a position for longer: offline",
                          [](auto& s) -> auto& { return s.live.stale_after; }));
  rows.push_back(time_row("point_interval", "WAYCAST_POINT_INTERVAL",
                          "between accepted positions of a pilot",
                          [](auto& s) -> auto& { return s.live.point_interval; }));
  rows.push_back(time_row("keep_subscriptions", "WAYCAST_KEEP_SUBSCRIPTIONS",
                          "of a lost connection, for its return",
                          [](auto& s) -> auto& { return s.live.keep_subscriptions; }));
  rows.push_back(count_row("subscriptions_per_minute", "WAYCAST_SUBSCRIPTIONS_PER_MINUTE",
                           "booking:subscribe of one identity", {1, 1e6},
                           [](auto& s) -> auto& { return s.live.subscriptions_per_minute; }));
  rows.push_back(time_row("max_position_age", "WAYCAST_MAX_POSITION_AGE",
                          "an older position is stored, not broadcast",
                          [](auto& s) -> auto& { return s.live.max_position_age; }));
  rows.push_back(number_row("max_speed", "WAYCAST_MAX_SPEED",
                            "m/s; a faster jump is stored, not broadcast", {1, 1e4},
                            [](auto& s) -> auto& { return s.live.max_speed; }));
  rows.push_back(switch_row("recovery", "WAYCAST_RECOVERY",
                            "connection state recovery: a client that returns gets what it missed",
                            [](auto& s) -> auto& { return s.recovery.mode; }));
}

void add_dispatch_rows(std::vector<SettingRow>& rows) {
  rows.push_back(time_row("offer_time", "WAYCAST_OFFER_TIME", "for a pilot to answer an offer",
                          [](auto& s) -> auto& { return s.dispatch.match.offer_time; }));
  rows.push_back(count_row("offer_fanout", "WAYCAST_OFFER_FANOUT", "pilots asked at once", {1, 100},
                           [](auto& s) -> auto& { return s.dispatch.match.offer_fanout; }));
  rows.push_back(count_row("offer_attempts", "WAYCAST_OFFER_ATTEMPTS",
                           "offers of a booking in one round", {1, 1000},
                           [](auto& s) -> auto& { return s.dispatch.match.attempts_per_round; }));
  rows.push_back(number_row("first_radius", "WAYCAST_FIRST_RADIUS",
                            "km around the pickup in which pilots are looked for", {0.1, 1000},
                            [](auto& s) -> auto& { return s.dispatch.match.first_radius_km; }));
  rows.push_back(number_row("radius_step", "WAYCAST_RADIUS_STEP", "km added when nobody is there",
                            {0.1, 1000},
                            [](auto& s) -> auto& { return s.dispatch.match.radius_step_km; }));
  rows.push_back(number_row("last_radius", "WAYCAST_LAST_RADIUS", "km at most", {0.1, 1000},
                            [](auto& s) -> auto& { return s.dispatch.match.last_radius_km; }));
  rows.push_back(switch_row("require_otp", "WAYCAST_REQUIRE_OTP",
                            "PICKED_UP and DELIVERED need the booking's codes",
                            [](auto& s) -> auto& { return s.dispatch.require_otp; }));
  rows.push_back(text_row("time_zone", "WAYCAST_TIME_ZONE",
                          "whose midnight begins today's statistics: Asia/Kolkata",
                          [](auto& s) -> auto& { return s.time_zone; }));
}

void add_storage_rows(std::vector<SettingRow>& rows) {
  rows.push_back(
      switch_row("full_sync", "WAYCAST_FULL_SYNC",
                 "every commit reaches the disk; off: a power cut may take the last ones",
                 [](auto& s) -> auto& { return s.sqlite.full_sync; }));
  rows.push_back(time_row("busy_timeout", "WAYCAST_BUSY_TIMEOUT",
                          "for another process to unlock the database",
                          [](auto& s) -> auto& { return s.sqlite.busy_timeout; }));
}

void add_rest_rows(std::vector<SettingRow>& rows) {
  rows.push_back(count_row("requests_per_address", "WAYCAST_REQUESTS_PER_ADDRESS",
                           "REST requests a minute; 0: no limit", {0, 1e9},
                           [](auto& s) -> auto& { return s.requests_of_address.per_minute; }));
  rows.push_back(count_row("requests_per_identity", "WAYCAST_REQUESTS_PER_IDENTITY",
                           "REST requests a minute; 0: no limit", {0, 1e9},
                           [](auto& s) -> auto& { return s.requests_of_identity.per_minute; }));
  rows.push_back(switch_row("trust_forwarded_for", "WAYCAST_TRUST_FORWARDED_FOR",
                            "the last hop of X-Forwarded-For is the client",
                            [](auto& s) -> auto& { return s.trust_forwarded_for; }));
  rows.push_back(text_row("client_script", "WAYCAST_CLIENT_SCRIPT",
                          "file served as /socket.io/socket.io.js: dist/socket.io.min.js of "
                          "socket.io-client",
                          [](auto& s) -> auto& { return s.client_script; }));
  rows.push_back(list_row("webhook_urls", "WAYCAST_WEBHOOK_URLS",
                          "get bookings and notifications, comma separated",
                          [](auto& s) -> auto& { return s.webhook.urls; }));
  rows.push_back(text_row("otp_webhook_url", "WAYCAST_OTP_WEBHOOK_URL",
                          "gets one-time passwords to send; none: they go to the log",
                          [](auto& s) -> auto& { return s.webhook.otp_url; }));
  rows.push_back(
      secret(text_row("webhook_secret", "WAYCAST_WEBHOOK_SECRET", "key that signs webhooks",
                      [](auto& s) -> auto& { return s.webhook.secret; })));
}

}  // namespace

std::string flag_name(const SettingRow& row) {
  std::string flag = "--" + row.name;
  std::ranges::replace(flag, '_', '-');
  return flag;
}

const std::vector<SettingRow>& setting_table() {
  static const std::vector<SettingRow> kRows = [] {
    std::vector<SettingRow> rows;
    add_existing_app_rows(rows);
    add_process_rows(rows);
    add_connection_rows(rows);
    add_live_rows(rows);
    add_dispatch_rows(rows);
    add_storage_rows(rows);
    add_rest_rows(rows);
    return rows;
  }();
  return kRows;
}

const SettingRow* find_setting(std::string_view name) {
  const auto& rows = setting_table();
  const auto found = std::ranges::find(rows, name, &SettingRow::name);
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace waycast::app
