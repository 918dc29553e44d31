// REST on the HTTP server: gives every request that is not Socket.IO's to the Api.
#pragma once

#include <array>

#include "api/api.h"
#include "base/counter.h"
#include "net/router.h"
#include "net/shard.h"

namespace waycast::app {

// What a shard answered. Written by its thread, read by any.
struct RestCounters {
  std::array<Counter, 5> answers{};  // 1xx to 5xx
  Histogram<8> microseconds{{500, 1'000, 5'000, 10'000, 50'000, 100'000, 500'000, 2'500'000}};
};

// Fills the router of one shard; the others outlive the server's stop().
void serve_rest(net::Router& router, const api::Api& api, net::Shard& shard,
                RestCounters& counters);

}  // namespace waycast::app
