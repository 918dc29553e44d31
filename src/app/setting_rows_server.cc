// Settings of the process itself: where it listens, where its data is, what it tells.
#include "app/setting_rows.h"
#include "app/setting_urls.h"
#include "base/shard_set.h"

namespace waycast::app {

namespace {

template <class T>
std::string text_or_empty(const std::optional<T>& value, std::string T::* member) {
  return value ? *value.*member : std::string();
}

SettingRow tls_row(std::string name, std::string help, std::string net::TlsSettings::* member) {
  SettingRow row;
  row.name = std::move(name);
  row.variable = variable_of(row.name);
  row.help = std::move(help);
  row.assign = [member](Settings& settings, std::string_view text) -> Result<void> {
    if (!settings.net.tls) settings.net.tls.emplace();
    *settings.net.tls.*member = text;
    return {};
  };
  row.show = [member](const Settings& settings) { return text_or_empty(settings.net.tls, member); };
  return row;
}

void add_log_rows(SettingRows& rows) {
  rows.push_back(choice_row<LogLevel>(
      "log_level", "The least serious lines that are logged: debug, info, warn or error.",
      {{"debug", LogLevel::kDebug},
       {"info", LogLevel::kInfo},
       {"warn", LogLevel::kWarn},
       {"error", LogLevel::kError}},
      [](auto& s) -> auto& { return s.log.level; }));
  rows.push_back(choice_row<LogFormat>(
      "log_format",
      "How a line of the log is written: text, json, or auto, which is text on a terminal and "
      "json elsewhere.",
      {{"auto", LogFormat::kAuto}, {"text", LogFormat::kText}, {"json", LogFormat::kJson}},
      [](auto& s) -> auto& { return s.log.format; }));
}

void add_proxy_rows(SettingRows& rows) {
  rows.push_back(count_row(
      "trusted_proxies",
      "How many reverse proxies stand in front of the server. So many hops of X-Forwarded-For, "
      "counted from its end, are believed when the server asks who a client is.",
      {0, 16}, [](auto& s) -> auto& { return s.trusted_proxies; }));
  rows.push_back(switch_row("trust_forwarded_for",
                            "The older name for at least one trusted proxy; trusted_proxies says "
                            "the same with a number.",
                            [](auto& s) -> auto& { return s.trust_forwarded_for; }));
}

}  // namespace

void add_server_rows(SettingRows& rows) {
  rows.push_back(
      from_variable("PORT", count_row("port",
                                      "The port on which Socket.IO and REST are served. 0 picks a "
                                      "free one, which the start line of the log names.",
                                      {0, 65535}, [](auto& s) -> auto& { return s.net.port; })));
  rows.push_back(checked_row(
      "address",
      "The address to listen on. Without one the server listens on all of them, IPv6 and IPv4.",
      parse_ip_address, {"127.0.0.1", "::1"}, [](auto& s) -> auto& { return s.net.address; }));
  rows.push_back(from_variable(
      "DATABASE_URL", text_row("database",
                               "Where the data is, as sqlite:PATH. The file is created if it does "
                               "not exist, and belongs to one server at a time.",
                               [](auto& s) -> auto& { return s.database; })));
  rows.push_back(count_row("shards",
                           "How many threads serve clients. 0 starts one for each core of the "
                           "machine, but no more than 64.",
                           {0, kMaxShards}, [](auto& s) -> auto& { return s.shards; }));
  add_log_rows(rows);
  rows.push_back(tls_row("tls_certificate",
                         "A PEM file with the certificate and its chain. With it, and tls_key, the "
                         "server speaks TLS on its port.",
                         &net::TlsSettings::certificate_file));
  rows.push_back(tls_row("tls_key", "A PEM file with the private key of tls_certificate.",
                         &net::TlsSettings::key_file));
  rows.push_back(from_variable(
      "CLIENT_URL",
      list_row("client_url",
               "The browser origins that may use the server from their pages (CORS), separated by "
               "commas. Without any, every origin may.",
               [](auto& s) -> auto& { return s.client_origins; }, parse_origin,
               {"https://app.example.com", "http://localhost:3000"})));
  add_proxy_rows(rows);
  rows.push_back(text_row("client_script",
                          "A file to serve as /socket.io/socket.io.js in place of the built-in "
                          "socket.io-client.",
                          [](auto& s) -> auto& { return s.client_script; }));
}

}  // namespace waycast::app
