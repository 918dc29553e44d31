#include "net/listen_sockets.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

namespace waycast::net {

namespace {

constexpr int kBacklog = 4096;

union Address {
  sockaddr any;
  sockaddr_in v4;
  sockaddr_in6 v6;
};

socklen_t size_of(const Address& address) {
  return address.any.sa_family == AF_INET6 ? sizeof address.v6 : sizeof address.v4;
}

Address any_v6(std::uint16_t port) {
  Address address{};
  address.v6.sin6_family = AF_INET6;
  address.v6.sin6_port = htons(port);
  return address;
}

Address any_v4(std::uint16_t port) {
  Address address{};
  address.v4.sin_family = AF_INET;
  address.v4.sin_port = htons(port);
  return address;
}

std::optional<Address> parse(const std::string& text, std::uint16_t port) {
  Address v4 = any_v4(port);
  if (::inet_pton(AF_INET, text.c_str(), &v4.v4.sin_addr) == 1) return v4;
  Address v6 = any_v6(port);
  if (::inet_pton(AF_INET6, text.c_str(), &v6.v6.sin6_addr) == 1) return v6;
  return std::nullopt;
}

void set_option(int descriptor, int level, int option, int value) {
  ::setsockopt(descriptor, level, option, &value, sizeof value);
}

enum class Sharing : std::uint8_t { kExclusive, kShared };

// A listening descriptor, or -1 with errno set.
int listen_on(const Address& address, Sharing sharing) {
  const int type = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
  const int descriptor = ::socket(address.any.sa_family, type, 0);
  if (descriptor < 0) return -1;
  if (address.any.sa_family == AF_INET6) set_option(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 0);
  set_option(descriptor, SOL_SOCKET, SO_REUSEADDR, 1);
  set_option(descriptor, SOL_SOCKET, SO_REUSEPORT, sharing == Sharing::kShared ? 1 : 0);
  if (::bind(descriptor, &address.any, size_of(address)) == 0 &&
      ::listen(descriptor, kBacklog) == 0) {
    return descriptor;
  }
  const int error = errno;
  ::close(descriptor);
  errno = error;
  return -1;
}

bool lacks_ipv6(int error) { return error == EAFNOSUPPORT || error == EADDRNOTAVAIL; }

std::unexpected<Error> describe(int error, const std::string& address, std::uint16_t port) {
  if (error == EADDRINUSE) return fail(Code::kUnavailable, fmt::format("port {} is in use", port));
  const std::string where = address.empty() ? "" : " on " + address;
  return fail(Code::kUnavailable, fmt::format("cannot listen on port {}{}: {}", port, where,
                                              std::generic_category().message(error)));
}

}  // namespace

Result<ListenSockets> ListenSockets::open(const std::string& address, std::uint16_t port,
                                          std::size_t count) {
  Address at = any_v6(port);
  if (!address.empty()) {
    const auto parsed = parse(address, port);
    if (!parsed) return fail(Code::kValidation, address + " is not an IP address to listen on");
    at = *parsed;
  }
  int first = listen_on(at, Sharing::kExclusive);
  if (first < 0 && address.empty() && lacks_ipv6(errno)) {
    at = any_v4(port);
    first = listen_on(at, Sharing::kExclusive);
  }
  if (first < 0) return describe(errno, address, port);
  ListenSockets sockets;
  sockets.descriptors_.push_back(first);
  socklen_t size = sizeof at;
  ::getsockname(first, &at.any, &size);
  sockets.port_ = ntohs(at.any.sa_family == AF_INET6 ? at.v6.sin6_port : at.v4.sin_port);
  // The claim stands; from here on only this user's sockets that ask for sharing may join.
  set_option(first, SOL_SOCKET, SO_REUSEPORT, 1);
  while (sockets.descriptors_.size() < count) {
    const int next = listen_on(at, Sharing::kShared);
    if (next < 0) return describe(errno, address, sockets.port_);
    sockets.descriptors_.push_back(next);
  }
  return sockets;
}

ListenSockets::~ListenSockets() {
  for (const int descriptor : descriptors_) {
    if (descriptor >= 0) ::close(descriptor);
  }
}

int ListenSockets::take(std::size_t index) { return std::exchange(descriptors_[index], -1); }

}  // namespace waycast::net
