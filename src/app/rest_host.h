// REST on the HTTP server: gives every request that is not Socket.IO's to the Api.
#pragma once

#include "api/api.h"
#include "net/router.h"
#include "net/shard.h"

namespace waycast::app {

// Fills the router of one shard; both others outlive the server's stop().
void serve_rest(net::Router& router, const api::Api& api, net::Shard& shard);

}  // namespace waycast::app
