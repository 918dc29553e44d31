// Claims a port for one server and opens a listening socket on it for each of its shards.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"

namespace waycast::net {

// Owns listening descriptors until they are taken.
class ListenSockets {
 public:
  // `address` empty: every interface, IPv6 and IPv4, or IPv4 alone where there is no IPv6. The
  // kernel spreads connections over the sockets (SO_REUSEPORT), but the first is bound without that
  // option, so that a port which anyone else listens on is refused ("port 5000 is in use").
  static Result<ListenSockets> open(const std::string& address, std::uint16_t port,
                                    std::size_t count);
  ~ListenSockets();
  ListenSockets(ListenSockets&&) noexcept = default;
  ListenSockets& operator=(ListenSockets&&) = delete;

  std::uint16_t port() const { return port_; }
  int take(std::size_t index);

 private:
  ListenSockets() = default;

  std::vector<int> descriptors_;
  std::uint16_t port_ = 0;
};

}  // namespace waycast::net
