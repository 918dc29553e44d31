#include "net/listener.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <spdlog/spdlog.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "net/http_connection.h"
#include "protocol/http/client_address.h"

namespace waycast::net {

namespace {

constexpr int kMaxAccepted = 64;  // accepted in one turn, so that connections have their say
constexpr Duration kPause{200};

std::string text_of(const sockaddr_storage& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
    return text.data();
  }
  const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
  if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) {
    ::inet_ntop(AF_INET, &v6.sin6_addr.s6_addr[12], text.data(), text.size());
  } else {
    ::inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
  }
  return text.data();
}

void open_connection(IoShard& shard, int descriptor, const TlsContext* context,
                     std::string remote_address, CountedKeys::Key key) {
  const int one = 1;
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  auto tls = context != nullptr ? std::make_unique<TlsStream>(*context) : nullptr;
  auto connection = std::make_unique<Connection>(
      shard, ByteStream(descriptor, std::move(tls), shard.group().connections, key));
  connection->become(std::make_unique<HttpConnection>(*connection, std::move(remote_address)));
  Connection::open(std::move(connection));
}

}  // namespace

Listener::Listener(IoShard& shard, int descriptor, std::shared_ptr<const TlsContext> tls)
    : shard_(shard), descriptor_(descriptor), tls_(std::move(tls)) {
  shard_.poller().add(descriptor_, *this, EPOLLIN);
}

Listener::~Listener() { ::close(descriptor_); }

void Listener::on_ready(std::uint32_t) {
  for (int i = 0; i < kMaxAccepted && accept_one(); ++i) {
  }
}

bool Listener::accept_one() {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  const int descriptor = ::accept4(descriptor_, reinterpret_cast<sockaddr*>(&address), &size,
                                   SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (descriptor < 0) {
    if (errno == ECONNABORTED || errno == EINTR) return true;
    if (errno != EAGAIN && errno != EWOULDBLOCK) pause(errno);
    return false;
  }
  ShardGroup& group = shard_.group();
  if (group.connections.count.load(std::memory_order_relaxed) >= group.settings.max_connections) {
    shard_.count_in().connections_refused.add();
    ::close(descriptor);
    return true;
  }
  std::string peer = text_of(address);
  const std::size_t limit = group.settings.max_connections_of_address;
  const auto key = limit == 0 ? CountedKeys::kNone : CountedKeys::key_of(http::address_key(peer));
  if (limit > 0 && !group.connections.addresses.enter(key, limit)) {
    shard_.count_in().addresses_refused.add();
    ::close(descriptor);
    return true;
  }
  shard_.count_in().connections_accepted.add();
  open_connection(shard_, descriptor, tls_.get(), std::move(peer), key);
  return true;
}

void Listener::pause(int error) {
  shard_.count_in().connections_refused.add();
  if (const auto skipped = limit_.admit(shard_.clock().steady())) {
    spdlog::warn("cannot accept connections: {} ({} more times)",
                 std::generic_category().message(error), *skipped);
  }
  shard_.poller().modify(descriptor_, *this, 0);
  shard_.arm(*this, kPause);
}

void Listener::on_timer() { shard_.poller().modify(descriptor_, *this, EPOLLIN); }

}  // namespace waycast::net
