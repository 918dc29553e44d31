#include "simulate/socket_client.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/json.hpp>
#include <charconv>
#include <deque>
#include <unordered_map>

#include "base/json_writer.h"

namespace waycast::simulate {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace json = boost::json;

// One transport's life. Outlives its client if operations are pending; `owner_` is cleared then.
class SocketClient::Connection : public std::enable_shared_from_this<Connection> {
 public:
  explicit Connection(SocketClient& owner) : owner_(&owner), stream_(owner.reactor_.context()) {}

  void start() {
    asio::ip::tcp::resolver resolver(stream_.get_executor());
    boost::system::error_code error;
    const auto found = resolver.resolve(owner_->server_.host, owner_->server_.port, error);
    if (error) return end(error.message(), false);
    auto& tcp = beast::get_lowest_layer(stream_);
    tcp.expires_after(std::chrono::seconds{30});
    tcp.async_connect(found, [self = shared_from_this()](auto failed, const auto&) {
      if (failed) return self->end(failed.message(), false);
      self->shake_hands();
    });
  }

  void send(std::string text) {
    outgoing_.push_back(std::move(text));
    if (outgoing_.size() == 1) write();
  }

  void emit(std::string_view event, std::string_view payload, Ack ack) {
    std::string text = "42";
    if (ack) {
      text += std::to_string(++last_ack_);
      acks_.emplace(last_ack_, std::move(ack));
    }
    text += '[';
    append_json_string(text, event);
    if (!payload.empty()) text.append(",").append(payload);
    send(text + "]");
  }

  void abandon() {
    owner_ = nullptr;
    beast::get_lowest_layer(stream_).close();
  }
  void close_transport() { beast::get_lowest_layer(stream_).close(); }
  bool connected() const { return connected_; }

 private:
  void shake_hands() {
    if (owner_ == nullptr) return;
    beast::get_lowest_layer(stream_).expires_never();
    const std::string host = owner_->server_.host + ":" + owner_->server_.port;
    stream_.async_handshake(host, "/socket.io/?EIO=4&transport=websocket",
                            [self = shared_from_this()](auto failed) {
                              if (failed) return self->end(failed.message(), false);
                              self->read();
                            });
  }

  void read() {
    stream_.async_read(buffer_, [self = shared_from_this()](auto failed, std::size_t) {
      if (failed) return self->end(failed.message(), false);
      const std::string text = beast::buffers_to_string(self->buffer_.data());
      self->buffer_.clear();
      if (self->owner_ == nullptr) return;
      self->take(text);
      if (self->owner_ != nullptr) self->read();
    });
  }

  void write() {
    stream_.async_write(asio::buffer(outgoing_.front()),
                        [self = shared_from_this()](auto failed, std::size_t) {
                          if (failed) return;  // the read ends the connection
                          self->outgoing_.pop_front();
                          if (!self->outgoing_.empty()) self->write();
                        });
  }

  // Engine.IO: open, ping; Socket.IO inside a message: connect, event, ack, disconnect, connect
  // error.
  void take(std::string_view text) {
    if (text.starts_with('0')) {
      std::string connect = "40";
      JsonWriter(connect).begin_object().field("token", owner_->token_).end_object();
      send(std::move(connect));
    } else if (text.starts_with('2')) {
      send("3" + std::string(text.substr(1)));
    } else if (text.starts_with("40")) {
      connected_ = true;
      owner_->events_.on_connect();
    } else if (text.starts_with("42")) {
      take_event(text.substr(2));
    } else if (text.starts_with("43")) {
      take_ack(text.substr(2));
    } else if (text.starts_with("41")) {
      end("server disconnect", false);
    } else if (text.starts_with("44")) {
      end(text.substr(2), true);
    }
  }

  void take_event(std::string_view text) {
    boost::system::error_code error;
    const json::value packet = json::parse(text, error);
    const auto* array = error ? nullptr : packet.if_array();
    if (array == nullptr || array->empty() || !array->front().is_string()) return;
    const auto& name = array->front().get_string();
    owner_->events_.on_event(std::string_view(name.data(), name.size()),
                             array->size() > 1 ? (*array)[1] : json::value());
  }

  void take_ack(std::string_view text) {
    std::uint64_t id = 0;
    const auto end_of_id = std::from_chars(text.data(), text.data() + text.size(), id).ptr;
    const auto node = acks_.extract(id);
    if (node.empty()) return;
    boost::system::error_code error;
    const json::value packet =
        json::parse(text.substr(static_cast<std::size_t>(end_of_id - text.data())), error);
    const auto* array = error ? nullptr : packet.if_array();
    node.mapped()(array != nullptr && !array->empty() ? array->front() : json::value());
  }

  void end(std::string_view reason, bool refused) {
    if (owner_ == nullptr) return;
    SocketClient& owner = *owner_;
    abandon();
    connected_ = false;
    const auto keep_alive = std::exchange(owner.connection_, nullptr);
    owner.events_.on_disconnect(reason, refused);
  }

  SocketClient* owner_;
  beast::websocket::stream<beast::tcp_stream> stream_;
  beast::flat_buffer buffer_;
  std::deque<std::string> outgoing_;
  std::unordered_map<std::uint64_t, Ack> acks_;
  std::uint64_t last_ack_ = 0;
  bool connected_ = false;
};

SocketClient::SocketClient(Reactor& reactor, Endpoint server, std::string token,
                           SocketEvents events)
    : reactor_(reactor),
      server_(std::move(server)),
      token_(std::move(token)),
      events_(std::move(events)) {}

SocketClient::~SocketClient() {
  if (connection_) connection_->abandon();
}

void SocketClient::connect() {
  if (connection_) connection_->abandon();
  connection_ = std::make_shared<Connection>(*this);
  connection_->start();
}

void SocketClient::emit(std::string_view event, std::string_view payload_json, Ack ack) {
  if (connected()) connection_->emit(event, payload_json, std::move(ack));
}

void SocketClient::disconnect() {
  if (connected()) connection_->send("41");
}

void SocketClient::drop() {
  if (connection_) connection_->close_transport();
}

bool SocketClient::connected() const { return connection_ && connection_->connected(); }

}  // namespace waycast::simulate
