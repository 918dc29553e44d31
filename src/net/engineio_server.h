// Engine.IO on every shard of a server, with no need for sticky sessions: a request that comes to
// the wrong shard is handed to the right one.
//
//   net::EngineioServer engineio(settings);
//   for (std::size_t i = 0; i < server.shard_count(); ++i) {
//     engineio.add(server.shard(i), application_of_shard(i));
//     server.router(i).add("/socket.io", engineio.handler(i), engineio.route_options(i));
//   }
#pragma once

#include "net/engineio_endpoint.h"
#include "net/router.h"

namespace waycast::net {

// Set up before the server starts; outlives its stop().
class EngineioServer {
 public:
  explicit EngineioServer(EngineioSettings settings)
      : settings_(std::move(settings)), gate_(settings_.limits) {}

  // Once per shard, in their order. `application` outlives the server's stop().
  void add(Shard& shard, engineio::Application& application) {
    endpoints_.push_back(
        std::make_unique<EngineioEndpoint>(shard, application, settings_, gate_, endpoints_));
  }

  Handler handler(std::size_t shard) {
    EngineioEndpoint* endpoint = endpoints_[shard].get();
    return
        [endpoint](std::unique_ptr<Exchange> exchange) { endpoint->handle(std::move(exchange)); };
  }

  RouteOptions route_options(std::size_t shard) const {
    EngineioEndpoint* endpoint = endpoints_[shard].get();
    return {
        .max_body = settings_.engine.max_payload,
        .on_refusal = [this](const http::Request& head,
                             http::Response& refusal) { add_cors(refusal, head, settings_.cors); },
        .on_head = [endpoint](const http::Request& head) { return endpoint->on_head(head); }};
  }

  const EngineioCounters& counters(std::size_t shard) const {
    return endpoints_[shard]->counters();
  }

 private:
  const EngineioSettings settings_;
  SessionGate gate_;
  EngineioEndpoints endpoints_;
};

}  // namespace waycast::net
