// What the network layer can be told: address, limits, times. Plain values, checked by the
// application that reads them.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace waycast::net {

// PEM files. The certificate file may hold the whole chain.
struct TlsSettings {
  std::string certificate_file;
  std::string key_file;
};

// RFC 9112. A client over a limit gets 413, 431 or 414; one over a time gets 408.
struct HttpLimits {
  std::size_t max_line = 8 * 1024;                 // bytes of the request line
  std::size_t max_header = 16 * 1024;              // bytes of all header fields
  std::chrono::milliseconds head_timeout{10'000};  // from the first byte to the last of the head
  std::chrono::milliseconds body_timeout{10'000};  // for a body, or each 64 KiB of a longer one
  std::chrono::milliseconds keep_alive{65'000};    // between requests; to the first, TLS included
};

struct Settings {
  std::string address;        // empty: every interface, IPv6 and IPv4
  std::uint16_t port = 5000;  // 0: any free one, Server::port() tells which
  std::size_t shards = 1;
  std::size_t max_connections = 100'000;  // of the whole server; more are closed at once
  // Of one peer's address (of IPv6 its /64); 0: no limit, as behind a proxy, whose address all
  // have.
  std::size_t max_connections_of_address = 20'000;
  // Bytes of unfinished requests and messages of all who are not trusted yet, beyond a little of
  // each; over it they are refused (503, close code 1013).
  std::size_t max_unfinished = 256 << 20;
  // Bytes of HTTP answers that wait for clients to read them, likewise; then they are cut off.
  std::size_t max_unread = 256 << 20;
  HttpLimits http;
  std::size_t max_queued = 1 << 20;  // bytes queued to one WebSocket before it is closed
  std::chrono::milliseconds close_timeout{2'000};  // for the peer's half of a closing handshake
  std::chrono::milliseconds stop_timeout{8'000};   // for connections to end when the server stops
  std::optional<TlsSettings> tls;
};

}  // namespace waycast::net
