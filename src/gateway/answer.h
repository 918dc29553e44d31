// The one mapping of results to what a Socket.IO client gets (docs/protocol.md, "Events to the
// server"): the acknowledgement `{ok:true,...}` or `{ok:false,error:{code,message}}`; without a
// callback an error is the event `error`.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "realtime/event.h"
#include "realtime/socket.h"

namespace waycast::gateway {

// `{code,message}`: the event `error`, and part of a refused acknowledgement.
std::string error_json(const Error& error);

void emit_error(realtime::Socket& socket, const Error& error);

// Answers one event, once, on the socket's shard. Move-only.
class Answer {
 public:
  // `place`: freed when the answer is given or dropped (client.h, `under_way`).
  Answer(realtime::Socket& socket, realtime::Event& event, std::shared_ptr<void> place = nullptr);

  bool is_awaited() const { return static_cast<bool>(ack_); }
  realtime::SocketRef socket() const { return socket_; }

  // `fields`: more of the acknowledgement, `"stored":3`.
  void ok(std::string_view fields = {});
  void fail(const Error& error);
  void fail(Code code) { fail(Error{code, std::string(default_message(code)), {}}); }
  // ok() or fail().
  void give(const Result<void>& result);

 private:
  realtime::ShardServer* server_;
  realtime::SocketRef socket_;
  realtime::Ack ack_;
  std::shared_ptr<void> place_;
};

}  // namespace waycast::gateway
