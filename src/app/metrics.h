// The content of `/metrics`: every counter that a module exposes, under one set of names.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/rest_host.h"
#include "gateway/gateway.h"
#include "net/engineio_server.h"
#include "net/server.h"
#include "realtime/shard_server.h"
#include "tracking/dispatch/dispatch_service.h"
#include "tracking/ports/store_counters.h"
#include "webhook/sender.h"

namespace waycast::app {

struct MetricSources {
  net::Server& server;
  const net::EngineioServer& engineio;
  const std::vector<std::unique_ptr<realtime::ShardServer>>& sockets;
  const gateway::Gateway& gateway;
  const DispatchService& dispatch;
  const std::vector<std::unique_ptr<RestCounters>>& rest;
  const StoreCounters& store;
  const webhook::Sender& webhooks;
  const api::LimitCounters& refusals;
  const api::Api& api;
};

// Any thread.
std::string metrics_page(const MetricSources& sources);

}  // namespace waycast::app
