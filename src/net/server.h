// The whole network side of a process: shards, their listeners and routers, start and stop.
//
//   net::Server server(settings, clock);
//   for (std::size_t i = 0; i < server.shard_count(); ++i) server.router(i).add("/health", ...);
//   if (auto started = server.start(); !started) return fail(started.error());
//   ... wait for a signal ...
//   server.stop([&] { store.flush(); });
//
// Every object that handlers refer to must outlive stop(). All members are for the one thread that
// owns the server.
#pragma once

#include <cstdint>
#include <memory>

#include "base/clock.h"
#include "base/error.h"
#include "base/function.h"
#include "net/router.h"
#include "net/settings.h"
#include "net/shard.h"

namespace waycast::net {

class Server {
 public:
  // Makes the shards; nothing runs and no port is taken yet. `clock` outlives the server.
  Server(Settings settings, const Clock& clock);
  ~Server();  // stop()

  std::size_t shard_count() const;
  Shard& shard(std::size_t index);
  Router& router(std::size_t index);  // to be filled before start()

  // Claims the port for this process alone, listens on every shard and starts the threads. Fails
  // with one clear sentence: the port is in use, may not be bound, a TLS file cannot be read.
  Result<void> start();
  std::uint16_t port() const;  // after start()

  // Reads certificate and key anew, for connections that are accepted from now on. An error names
  // the file, and leaves everything as it was; so does a server that does not run, or not with TLS.
  Result<void> reload_tls(const TlsSettings& files);

  // Two phases, within settings.stop_timeout plus the time of `flush`: stop accepting; run `flush`
  // here; then on every shard run the on_stopping tasks, finish the HTTP answers under way, close
  // WebSockets with 1001 and join. Repeated calls do nothing.
  void stop(Task flush = {});

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace waycast::net
