// Settings of how clients are kept, and how much they may take up (docs/limits.md).
#include "app/setting_rows.h"

namespace waycast::app {

namespace {

void add_heartbeat_rows(SettingRows& rows) {
  rows.push_back(time_row("ping_interval", "How often the server sends each client a heartbeat.",
                          [](auto& s) -> auto& { return s.engine.ping_interval; }));
  rows.push_back(time_row("ping_timeout",
                          "How long a client may take to answer a heartbeat before it counts as "
                          "lost.",
                          [](auto& s) -> auto& { return s.engine.ping_timeout; }));
  rows.push_back(time_row("connect_timeout",
                          "How long a client has from its Engine.IO handshake to the CONNECT of a "
                          "namespace. Then it is closed.",
                          [](auto& s) -> auto& { return s.sockets.connect_timeout; }));
}

void add_message_rows(SettingRows& rows) {
  rows.push_back(count_row("max_payload", "The most bytes that one message of a client may have.",
                           {1024, 1e9}, [](auto& s) -> auto& { return s.engine.max_payload; }));
  rows.push_back(count_row(
      "max_queued",
      "The most bytes that may wait for one client to read them, beyond the first message. A "
      "client that reads too slowly for that is closed.",
      {4096, 1e9}, [](auto& s) -> auto& { return s.engine.max_queued_bytes; }));
  rows.push_back(count_row(
      "max_unfinished",
      "The most bytes that unfinished requests, and messages of clients that are not let in yet, "
      "may hold together beyond 16 KiB each. Then requests are answered 503.",
      {0, 1e12}, [](auto& s) -> auto& { return s.net.max_unfinished; }));
  rows.push_back(count_row(
      "max_unread",
      "The most bytes that HTTP answers which wait for their clients may hold together beyond 16 "
      "KiB each. The connection whose answer is one too many is cut off.",
      {0, 1e12}, [](auto& s) -> auto& { return s.net.max_unread; }));
}

void add_number_rows(SettingRows& rows) {
  rows.push_back(count_row("max_connections",
                           "The most TCP connections that the server holds. More are closed at "
                           "once.",
                           {1, 1e7}, [](auto& s) -> auto& { return s.net.max_connections; }));
  rows.push_back(count_row(
      "connections_per_address",
      "The most TCP connections of one client's address. 0 sets no limit; none is set behind "
      "trusted proxies either, where all clients share the proxy's address.",
      {0, 1e7}, [](auto& s) -> auto& { return s.net.max_connections_of_address; }));
  rows.push_back(count_row("max_sessions",
                           "The most Engine.IO sessions that the server holds. More handshakes are "
                           "answered 503.",
                           {1, 1e7}, [](auto& s) -> auto& { return s.sessions.max_sessions; }));
  rows.push_back(count_row("sessions_per_address",
                           "The most Engine.IO sessions of one client's address, then 429. 0 sets "
                           "no limit.",
                           {0, 1e7}, [](auto& s) -> auto& { return s.sessions.max_of_address; }));
  rows.push_back(count_row("sockets_per_identity",
                           "The most sockets that one user, pilot or admin may have connected at a "
                           "time, then ERR_1003. 0 sets no limit.",
                           {0, 1e6}, [](auto& s) -> auto& { return s.live.sockets_per_identity; }));
}

void add_request_rows(SettingRows& rows) {
  rows.push_back(count_row("requests_per_address",
                           "The most REST requests a minute of one client's address, a fifth of "
                           "them at once, then ERR_1003. 0 sets no limit.",
                           {0, 1e9}, [](auto& s) -> auto& { return s.requests_of_address; }));
  rows.push_back(
      count_row("requests_per_identity",
                "The most REST requests a minute of one user, pilot or admin, a fifth of "
                "them at once, then ERR_1003. 0 sets no limit.",
                {0, 1e9}, [](auto& s) -> auto& { return s.requests_of_identity; }));
  rows.push_back(count_row(
      "nearby_per_minute",
      "How often in a minute one customer may ask which pilots are near, a fifth of it at once. 0 "
      "sets no limit.",
      {0, 1e9}, [](auto& s) -> auto& { return s.nearby_of_identity; }));
  rows.push_back(count_row("subscriptions_per_minute",
                           "How often in a minute one user or pilot may send booking:subscribe, "
                           "over all of their sockets. Admins are exempt.",
                           {1, 1e6},
                           [](auto& s) -> auto& { return s.live.subscriptions_per_minute; }));
  rows.push_back(count_row("max_events_under_way",
                           "The most events of one socket that may wait for their answer. More are "
                           "answered ERR_1003.",
                           {100, 1e6},
                           [](auto& s) -> auto& { return s.live.max_events_under_way; }));
}

}  // namespace

void add_connection_rows(SettingRows& rows) {
  add_heartbeat_rows(rows);
  add_message_rows(rows);
  add_number_rows(rows);
  add_request_rows(rows);
  rows.push_back(switch_row("recovery",
                            "Whether a client that returns after a lost connection gets what it "
                            "missed (Socket.IO's connection state recovery).",
                            [](auto& s) -> auto& { return s.recovery.mode; }));
  rows.push_back(time_row("keep_subscriptions",
                          "How long the bookings that a lost client followed are remembered, so "
                          "that it follows them again when it returns.",
                          [](auto& s) -> auto& { return s.live.keep_subscriptions; }));
}

}  // namespace waycast::app
