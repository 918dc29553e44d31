// The server that protocol suites run against: an Engine.IO echo at /engine.io/ and a Socket.IO
// server at /socket.io/, with the short times that the official suites expect.
//
//   conformance_server [--port 3000] [--shards 1] [--ping-interval 300] [--ping-timeout 200]
//
// Prints one line when it listens, and ends on SIGINT or SIGTERM.
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "examples/stop_signal.h"
#include "net/engineio_server.h"
#include "net/server.h"
#include "realtime/shard_server.h"

namespace {

using namespace waycast;
using namespace waycast::realtime;

class EchoSession final : public engineio::SessionListener {
 public:
  explicit EchoSession(engineio::Session& session) : session_(session) {}
  void on_message(std::string_view text) override {
    session_.send(engineio::EncodedPacket::text(engineio::PacketType::kMessage, text));
  }
  void on_binary(std::string_view bytes) override {
    session_.send(engineio::EncodedPacket::binary(bytes));
  }
  void on_close(engineio::CloseReason) override {}

 private:
  engineio::Session& session_;
};

class Echo final : public engineio::Application {
 public:
  std::unique_ptr<engineio::SessionListener> on_session(engineio::Session& session) override {
    return std::make_unique<EchoSession>(session);
  }
};

Emission same_arguments(std::string name, const Event& event) {
  return {.event = std::move(name),
          .args = event.args_text(),
          .attachments = {event.attachments.begin(), event.attachments.end()}};
}

// "made" with a text of `args[0]` bytes, and an attachment for each further number.
Emission made_to_measure(const boost::json::array& args) {
  Emission made{.event = "made"};
  made.args = '"' + std::string(args.at(0).to_number<std::size_t>(), 'x') + '"';
  for (std::size_t i = 1; i < args.size(); ++i) {
    made.args += ",{\"_placeholder\":true,\"num\":" + std::to_string(i - 1) + '}';
    made.attachments.emplace_back(args.at(i).to_number<std::size_t>(), '\x01');
  }
  return made;
}

// The official suites wait for one message at a time and lose one that comes in the same segment as
// the one before, so this leaves a moment after the CONNECT reply.
void tell_auth(Socket& socket) {
  socket.server().loop().after(Duration{5}, [ref = socket.ref(), &server = socket.server(),
                                             auth = socket.handshake()->auth_text()] {
    if (Socket* connected = server.find(ref)) connected->emit("auth", auth);
  });
}

void add_handlers(Namespace& nsp) {
  nsp.on_connection(tell_auth);
  nsp.on("message",
         [](Socket& socket, Event& event) { socket.emit(same_arguments("message-back", event)); });
  nsp.on("message-with-ack",
         [](Socket&, Event& event) { event.ack(event.args_text(), event.attachments); });
  nsp.on("make", [](Socket& socket, Event& event) { socket.emit(made_to_measure(event.args)); });
  nsp.on("emit-with-ack", [](Socket& socket, Event& event) {
    socket.emit_with_ack(
        same_arguments("emit-with-ack", event), Duration{10'000},
        [ref = socket.ref(), &server = socket.server()](const Reply& reply) {
          Socket* asked = server.find(ref);
          if (asked == nullptr || !reply.answered()) return;
          asked->emit({.event = "emit-with-ack",
                       .args = reply.args_text(),
                       .attachments = {reply.attachments.begin(), reply.attachments.end()}});
        });
  });
}

// One shard's share of everything.
struct ShardApplications {
  ShardApplications(Loop& loop, std::uint16_t shard, Hub& hub)
      : socketio(loop, shard, hub, {.connect_timeout = Duration{1000}}) {
    add_handlers(socketio.of("/"));
    add_handlers(socketio.of("/custom"));
  }
  Echo echo;
  ShardServer socketio;
};

// "--name 7" among the program's arguments.
class Options {
 public:
  Options(int argc, char** argv) : words_(argv + 1, argv + argc) {}
  long number(std::string_view name, long otherwise) const {
    for (std::size_t i = 0; i + 1 < words_.size(); ++i) {
      if (words_[i] == name) return std::strtol(words_[i + 1].c_str(), nullptr, 10);
    }
    return otherwise;
  }

 private:
  std::vector<std::string> words_;
};

net::Settings net_settings(const Options& options) {
  net::Settings settings;
  settings.port = static_cast<std::uint16_t>(options.number("--port", 3000));
  settings.shards = static_cast<std::size_t>(options.number("--shards", 1));
  return settings;
}

net::EngineioSettings engineio_settings(const Options& options) {
  net::EngineioSettings settings;
  settings.engine.ping_interval = Duration{options.number("--ping-interval", 300)};
  settings.engine.ping_timeout = Duration{options.number("--ping-timeout", 200)};
  settings.engine.max_payload = 1'000'000;
  settings.cors.origins = {"*"};
  return settings;
}

int serve(const Options& options, const StopSignal& stop_signal) {
  const SystemClock clock;
  net::Server server(net_settings(options), clock);
  Hub hub;
  std::vector<std::unique_ptr<ShardApplications>> shards;
  net::EngineioServer echo(engineio_settings(options));
  net::EngineioServer socketio(engineio_settings(options));
  for (std::size_t i = 0; i < server.shard_count(); ++i) {
    auto& shard = shards.emplace_back(
        std::make_unique<ShardApplications>(server.shard(i), static_cast<std::uint16_t>(i), hub));
    echo.add(server.shard(i), shard->echo);
    socketio.add(server.shard(i), shard->socketio);
    server.router(i).add("/engine.io", echo.handler(i), echo.route_options(i));
    server.router(i).add("/socket.io", socketio.handler(i), socketio.route_options(i));
  }
  if (const auto started = server.start(); !started) {
    std::fprintf(stderr, "%s\n", started.error().message.c_str());
    return EXIT_FAILURE;
  }
  std::printf("listening on port %u\n", static_cast<unsigned>(server.port()));
  std::fflush(stdout);
  stop_signal.wait();
  server.stop();
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  const StopSignal stop_signal;
  return serve(Options(argc, argv), stop_signal);
}
