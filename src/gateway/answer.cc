#include "gateway/answer.h"

#include "base/json_writer.h"
#include "realtime/shard_server.h"

namespace waycast::gateway {

std::string error_json(const Error& error) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().field("code", code_string(error.code)).field("message", error.message);
  json.end_object();
  return out;
}

void emit_error(realtime::Socket& socket, const Error& error) {
  socket.emit("error", error_json(error));
}

Answer::Answer(realtime::Socket& socket, realtime::Event& event, std::shared_ptr<void> place)
    : server_(&socket.server()),
      socket_(socket.ref()),
      ack_(std::move(event.ack)),
      place_(std::move(place)) {}

void Answer::ok(std::string_view fields) {
  if (!ack_) return;
  std::string out = "{\"ok\":true";
  if (!fields.empty()) out.append(",").append(fields);
  out += '}';
  ack_(out);
}

void Answer::fail(const Error& error) {
  if (ack_) {
    ack_("{\"ok\":false,\"error\":" + error_json(error) + '}');
  } else if (realtime::Socket* socket = server_->find(socket_)) {
    emit_error(*socket, error);
  }
}

void Answer::give(const Result<void>& result) {
  if (result) {
    ok();
  } else {
    fail(result.error());
  }
}

}  // namespace waycast::gateway
