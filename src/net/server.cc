#include "net/server.h"

#include <functional>
#include <latch>

#include "net/connection.h"
#include "net/io_shard.h"
#include "net/listen_sockets.h"
#include "net/listener.h"

namespace waycast::net {

struct Server::Impl {
  explicit Impl(Settings settings) { group.settings = std::move(settings); }

  void run_on_all(const std::function<void(std::size_t)>& step);

  ShardGroup group;
  std::vector<std::unique_ptr<Listener>> listeners;  // each used on its shard
  std::uint16_t port = 0;
  bool is_running = false;
};

// Runs `step` on every shard and waits for all.
void Server::Impl::run_on_all(const std::function<void(std::size_t)>& step) {
  std::latch done(static_cast<std::ptrdiff_t>(group.shards.size()));
  for (std::size_t i = 0; i < group.shards.size(); ++i) {
    group.shards[i]->post([&step, &done, i] {
      step(i);
      done.count_down();
    });
  }
  done.wait();
}

Server::Server(Settings settings, const Clock& clock)
    : impl_(std::make_unique<Impl>(std::move(settings))) {
  ShardGroup& group = impl_->group;
  for (std::size_t i = 0; i < group.settings.shards; ++i) {
    group.shards.push_back(std::make_unique<IoShard>(group, i, clock));
  }
}

Server::~Server() { stop(); }

std::size_t Server::shard_count() const { return impl_->group.shards.size(); }
Shard& Server::shard(std::size_t index) { return *impl_->group.shards[index]; }
Router& Server::router(std::size_t index) { return impl_->group.shards[index]->router(); }
std::uint16_t Server::port() const { return impl_->port; }

Result<void> Server::start() {
  ShardGroup& group = impl_->group;
  std::shared_ptr<const TlsContext> tls;
  if (group.settings.tls) {
    auto context = TlsContext::load(*group.settings.tls);
    if (!context) return std::unexpected(context.error());
    tls = *std::move(context);
  }
  auto sockets =
      ListenSockets::open(group.settings.address, group.settings.port, group.shards.size());
  if (!sockets) return std::unexpected(sockets.error());
  impl_->port = sockets->port();
  for (std::size_t i = 0; i < group.shards.size(); ++i) {
    impl_->listeners.push_back(std::make_unique<Listener>(*group.shards[i], sockets->take(i), tls));
  }
  for (const auto& shard : group.shards) shard->start();
  impl_->is_running = true;
  return {};
}

Result<void> Server::reload_tls(const TlsSettings& files) {
  if (!impl_->is_running || !impl_->group.settings.tls) {
    return fail(Code::kUnavailable, "this server does not serve TLS");
  }
  const auto context = TlsContext::load(files);
  if (!context) return std::unexpected(context.error());
  impl_->run_on_all([this, &context](std::size_t i) { impl_->listeners[i]->use(*context); });
  return {};
}

void Server::stop(Task flush) {
  if (!std::exchange(impl_->is_running, false)) return;
  ShardGroup& group = impl_->group;
  impl_->run_on_all([this](std::size_t i) { impl_->listeners[i].reset(); });
  if (flush) flush();
  impl_->run_on_all(
      [&group](std::size_t i) { group.shards[i]->finish(group.settings.stop_timeout); });
  for (const auto& shard : group.shards) shard->join();
  for (const auto& shard : group.shards) shard->drop_everything();
}

}  // namespace waycast::net
