// Settings of how much clients may take up.
#include "app/setting_rows.h"

namespace waycast::app {

void add_limit_rows(std::vector<SettingRow>& rows) {
  rows.push_back(count_row("connections_per_address", "WAYCAST_CONNECTIONS_PER_ADDRESS",
                           "of one client's address; 0: no limit, as behind trusted proxies",
                           {0, 1e7},
                           [](auto& s) -> auto& { return s.net.max_connections_of_address; }));
  rows.push_back(count_row("max_sessions", "WAYCAST_MAX_SESSIONS",
                           "Engine.IO sessions of the whole server, then 503", {1, 1e7},
                           [](auto& s) -> auto& { return s.sessions.max_sessions; }));
  rows.push_back(count_row("sessions_per_address", "WAYCAST_SESSIONS_PER_ADDRESS",
                           "Engine.IO sessions of one client's address, then 429; 0: no limit",
                           {0, 1e7}, [](auto& s) -> auto& { return s.sessions.max_of_address; }));
  rows.push_back(count_row("sockets_per_identity", "WAYCAST_SOCKETS_PER_IDENTITY",
                           "connected at a time, then ERR_1003; 0: no limit", {0, 1e6},
                           [](auto& s) -> auto& { return s.live.sockets_per_identity; }));
  rows.push_back(time_row("connect_timeout", "WAYCAST_CONNECT_TIMEOUT",
                          "from an Engine.IO handshake to the CONNECT of a namespace",
                          [](auto& s) -> auto& { return s.sockets.connect_timeout; }));
  rows.push_back(
      count_row("max_unfinished", "WAYCAST_MAX_UNFINISHED",
                "bytes of unfinished requests, and of messages of who is not yet let in, "
                "of all together beyond 16 KiB each; then 503",
                {0, 1e12}, [](auto& s) -> auto& { return s.net.max_unfinished; }));
  rows.push_back(count_row("max_unread", "WAYCAST_MAX_UNREAD",
                           "bytes of HTTP answers that wait for clients to read them, of all "
                           "together beyond 16 KiB each; then cut off",
                           {0, 1e12}, [](auto& s) -> auto& { return s.net.max_unread; }));
}

}  // namespace waycast::app
