// The REST API (docs/protocol.md, "REST"): takes a plain HTTP request on any shard and answers it
// later on that shard's loop. Knows no sockets; nothing in it blocks.
//
// Every answer has an X-Request-Id (the client's, if it sent one), CORS headers, and where it fits
// an ETag and gzip.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "api/call.h"
#include "api/router.h"
#include "api/services.h"

namespace waycast::api {

class Api {
 public:
  Api(Services services, Settings settings, const Probes& probes = {});
  ~Api();  // after the loops of its calls have stopped
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  // Any thread; `loop` is the calling thread's own. `respond` is called once, on that thread, now
  // or later; if the loop stops first, it is destroyed uncalled or called from the thread that
  // discards the work.
  void handle(const http::Request& request, UniqueFunction<void(http::Response)> respond,
              Loop& loop) const;

  // The answer to a request that the server does not take in (400, 408, 413, 414, 431, 501, 503,
  // 505), in the form of all others. Any thread.
  http::Response refused(const http::Request& head, int status) const;

  // What accounts were refused for holding too much. Any thread.
  const AccountRoom& room() const;

  // Every route: the test of the OpenAPI document walks them.
  std::vector<const Route*> routes() const;

 private:
  class Pipeline;
  std::unique_ptr<Pipeline> pipeline_;
};

}  // namespace waycast::api
