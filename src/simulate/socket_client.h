// A Socket.IO 4 client over one WebSocket, as small as the simulator needs: namespace `/`, events,
// acknowledgements. Engine.IO protocol v4, Socket.IO protocol v5. One thread: everything runs on
// the reactor's.
#pragma once

#include <boost/json/fwd.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "simulate/reactor.h"

namespace waycast::simulate {

struct SocketEvents {
  std::function<void()> on_connect;
  std::function<void(std::string_view event, const boost::json::value& payload)> on_event;
  // The connection is gone (or was never made); the client may connect() again. `refused`: a
  // CONNECT_ERROR.
  std::function<void(std::string_view reason, bool refused)> on_disconnect;
};

class SocketClient {
 public:
  using Ack = std::function<void(const boost::json::value& answer)>;

  // `reactor` outlives the client.
  SocketClient(Reactor& reactor, Endpoint server, std::string token, SocketEvents events);
  ~SocketClient();  // closes without a goodbye, and calls nothing any more

  void connect();
  void emit(std::string_view event, std::string_view payload_json, Ack ack = {});
  void disconnect();  // says goodbye (DISCONNECT), then closes
  void drop();        // as a lost network: the transport just ends
  bool connected() const;

 private:
  class Connection;
  Reactor& reactor_;
  Endpoint server_;
  std::string token_;
  SocketEvents events_;
  std::shared_ptr<Connection> connection_;
};

}  // namespace waycast::simulate
