#include "app/setting_table.h"

#include <algorithm>
#include <array>
#include <utility>

#include "app/setting_rows.h"
#include "app/setting_urls.h"

namespace waycast::app {

namespace {

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
  SettingRow row;
  row.name = std::move(name);
  row.variable = std::move(variable);
  row.help = std::move(help);
  row.assign = [member](Settings& settings, std::string_view text) -> Result<void> {
    if (!settings.net.tls) settings.net.tls.emplace();
    *settings.net.tls.*member = text;
    return {};
  };
  row.show = [member](const Settings& settings) { return text_or_empty(settings.net.tls, member); };
  return row;
}

SettingRow token_life_row() {
  return of_kind(
      SettingKind::kTime,
      make_row(
          "jwt_expires_in", "JWT_EXPIRES_IN",
          "life of the tokens made here, as jsonwebtoken reads it: 7d, 2 weeks, 1.5h",
          [](auto& s) -> auto& { return s.jwt_expires_in; }, parse_token_life, show_time_span));
}

void add_existing_app_rows(std::vector<SettingRow>& rows) {
  rows.push_back(count_row("port", "PORT", "port for Socket.IO and REST; 0 picks a free one",
                           {0, 65535}, [](auto& s) -> auto& { return s.net.port; }));
  rows.push_back(text_row("database", "DATABASE_URL", "sqlite:PATH",
                          [](auto& s) -> auto& { return s.database; }));
  rows.push_back(
      secret(text_row("jwt_secret", "JWT_SECRET", "key that signs the tokens, at least 32 bytes",
                      [](auto& s) -> auto& { return s.jwt_secret; })));
  rows.push_back(token_life_row());
  rows.push_back(list_row("client_url", "CLIENT_URL",
                          "browser origins allowed by CORS, comma separated; none: any",
                          [](auto& s) -> auto& { return s.client_origins; }, parse_origin,
                          {"https://app.example.com", "http://localhost:3000"}));
  rows.push_back(count_row("otp_expiry_minutes", "OTP_EXPIRY_MINUTES", "life of a login code",
                           {1, 1440}, [](auto& s) -> auto& { return s.otp_expiry_minutes; }));
}

void add_process_rows(std::vector<SettingRow>& rows) {
  rows.push_back(checked_row(
      "address", "WAYCAST_ADDRESS", "address to listen on; default every one, IPv6 and IPv4",
      parse_ip_address, {"127.0.0.1", "::1"}, [](auto& s) -> auto& { return s.net.address; }));
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
  rows.push_back(
      count_row("max_queued", "WAYCAST_MAX_QUEUED",
                "bytes that wait for one client behind the first message; then it is closed",
                {4096, 1e9}, [](auto& s) -> auto& { return s.engine.max_queued_bytes; }));
  rows.push_back(count_row("max_connections", "WAYCAST_MAX_CONNECTIONS", "of the whole server",
                           {1, 1e7}, [](auto& s) -> auto& { return s.net.max_connections; }));
}

void add_dispatch_rows(std::vector<SettingRow>& rows) {
  rows.push_back(switch_row("require_otp", "WAYCAST_REQUIRE_OTP",
                            "PICKED_UP and DELIVERED need the booking's codes",
                            [](auto& s) -> auto& { return s.dispatch.require_otp; }));
  rows.push_back(checked_row(
      "time_zone", "WAYCAST_TIME_ZONE", "whose midnight begins today's statistics: Asia/Kolkata",
      parse_time_zone, {"Asia/Kolkata", "UTC"}, [](auto& s) -> auto& { return s.time_zone; }));
}

void add_rest_rows(std::vector<SettingRow>& rows) {
  rows.push_back(number_row("nearby_cell", "WAYCAST_NEARBY_CELL",
                            "km; customers see no more of where pilots are than cells so wide",
                            {0.5, 50}, [](auto& s) -> auto& { return s.dispatch.nearby_cell_km; }));
  rows.push_back(count_row("nearby_per_minute", "WAYCAST_NEARBY_PER_MINUTE",
                           "questions of one customer who is near, a fifth of them at once; 0: no "
                           "limit",
                           {0, 1e9}, [](auto& s) -> auto& { return s.nearby_of_identity; }));
  rows.push_back(count_row("requests_per_address", "WAYCAST_REQUESTS_PER_ADDRESS",
                           "REST requests a minute, a fifth of them at once; 0: no limit", {0, 1e9},
                           [](auto& s) -> auto& { return s.requests_of_address; }));
  rows.push_back(count_row("requests_per_identity", "WAYCAST_REQUESTS_PER_IDENTITY",
                           "REST requests a minute, a fifth of them at once; 0: no limit", {0, 1e9},
                           [](auto& s) -> auto& { return s.requests_of_identity; }));
  rows.push_back(count_row("login_attempts", "WAYCAST_LOGIN_ATTEMPTS",
                           "wrong login codes of one address for each code that is sent", {1, 100},
                           [](auto& s) -> auto& { return s.login_codes.wrong_of_address; }));
  rows.push_back(count_row("login_attempts_elsewhere", "WAYCAST_LOGIN_ATTEMPTS_ELSEWHERE",
                           "wrong login codes for each code that is sent, of all addresses "
                           "together that did not ask for one",
                           {1, 1000},
                           [](auto& s) -> auto& { return s.login_codes.wrong_elsewhere; }));
  rows.push_back(count_row("trusted_proxies", "WAYCAST_TRUSTED_PROXIES",
                           "reverse proxies in front: so many hops of X-Forwarded-For, from its "
                           "end, are believed",
                           {0, 16}, [](auto& s) -> auto& { return s.trusted_proxies; }));
  rows.push_back(switch_row("trust_forwarded_for", "WAYCAST_TRUST_FORWARDED_FOR",
                            "the same as one trusted proxy, at least",
                            [](auto& s) -> auto& { return s.trust_forwarded_for; }));
  rows.push_back(text_row("client_script", "WAYCAST_CLIENT_SCRIPT",
                          "file served as /socket.io/socket.io.js instead of the built in "
                          "socket.io-client",
                          [](auto& s) -> auto& { return s.client_script; }));
  rows.push_back(list_row("webhook_urls", "WAYCAST_WEBHOOK_URLS",
                          "get bookings and notifications, comma separated",
                          [](auto& s) -> auto& { return s.webhook.urls; }, parse_web_url,
                          {"https://a.example/hook?x=1,2", "http://127.0.0.1:8080/in"}));
  rows.push_back(checked_row("otp_webhook_url", "WAYCAST_OTP_WEBHOOK_URL",
                             "gets one-time passwords to send; none: they go to the log",
                             parse_web_url, {"https://a.example/otp"},
                             [](auto& s) -> auto& { return s.webhook.otp_url; }));
  rows.push_back(count_row("max_queued_webhooks", "WAYCAST_MAX_QUEUED_WEBHOOKS",
                           "that may wait for one receiver; more are dropped", {1, 1e7},
                           [](auto& s) -> auto& { return s.webhook.queued; }));
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
  static const std::vector<SettingRow> table = [] {
    std::vector<SettingRow> rows;
    add_existing_app_rows(rows);
    add_process_rows(rows);
    add_connection_rows(rows);
    add_limit_rows(rows);
    add_live_rows(rows);
    add_matching_rows(rows);
    add_dispatch_rows(rows);
    add_account_rows(rows);
    add_storage_rows(rows);
    add_rest_rows(rows);
    return rows;
  }();
  return table;
}

const SettingRow* find_setting(std::string_view name) {
  const auto& rows = setting_table();
  const auto found = std::ranges::find(rows, name, &SettingRow::name);
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace waycast::app
