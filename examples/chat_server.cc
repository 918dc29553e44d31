// A chat on Waycast's Socket.IO server alone, `chat_server [PORT]`:
//
//   const socket = io("http://localhost:3000", { auth: { name: "Ana" } });
//   socket.emit("join", "gardeners");
//   socket.emit("say", "gardeners", "The roses are out.", () => console.log("sent"));
//   socket.on("said", (room, name, text) => console.log(room, name, text));
#include <boost/json/array.hpp>
#include <cstdlib>

#include "base/json_writer.h"
#include "examples/stop_signal.h"
#include "net/engineio_server.h"
#include "net/server.h"
#include "realtime/shard_server.h"

using namespace waycast;
using namespace waycast::realtime;

struct Member : SocketData {
  std::string name;
};

std::string text_at(const Event& event, std::size_t index) {
  const auto* value = index < event.args.size() ? event.args[index].if_string() : nullptr;
  return value == nullptr ? std::string() : std::string(*value);
}

void add_chat(Namespace& nsp) {
  nsp.use([](Socket& socket, Next next) {
    auto member = std::make_unique<Member>();
    member->name = socket.handshake()->auth_string("name");
    if (member->name.empty()) return next({"a name is needed", ""});
    socket.set_data(std::move(member));
    next();
  });
  nsp.on("join", [](Socket& socket, Event& event) { socket.join(text_at(event, 0)); });
  nsp.on("say", [&nsp](Socket& socket, Event& event) {
    const std::string room = text_at(event, 0);
    std::string said;
    JsonWriter(said).value(room).value(socket.data<Member>()->name).value(text_at(event, 1));
    if (socket.in(room)) nsp.to(room).emit("said", said);
    event.ack("");
  });
}

int main(int argc, char** argv) {
  const StopSignal stop_signal;
  const SystemClock clock;
  const auto port = static_cast<std::uint16_t>(argc > 1 ? std::atoi(argv[1]) : 3000);
  net::Server server({.address = {}, .port = port, .http = {}, .tls = {}}, clock);
  Hub hub;
  ShardServer chat(server.shard(0), 0, hub);
  add_chat(chat.of("/"));
  net::EngineioServer engineio({.engine = {}, .cors = {{"*"}}});
  engineio.add(server.shard(0), chat);
  server.router(0).add("/socket.io", engineio.handler(0), engineio.route_options(0));
  if (!server.start()) return EXIT_FAILURE;
  stop_signal.wait();
}
