#include "simulate/reactor.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/json.hpp>

namespace waycast::simulate {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr auto kTimeout = std::chrono::seconds{30};

// One HTTP exchange; keeps itself alive until the answer was given.
class Request : public std::enable_shared_from_this<Request> {
 public:
  Request(asio::io_context& context, http::request<http::string_body> message,
          Reactor::Answer answer)
      : stream_(context), message_(std::move(message)), answer_(std::move(answer)) {
    parser_.body_limit(16 << 20);
  }

  void start(const Endpoint& server) {
    asio::ip::tcp::resolver resolver(stream_.get_executor());
    boost::system::error_code error;
    const auto found = resolver.resolve(server.host, server.port, error);
    if (error) return finish(0);
    stream_.expires_after(kTimeout);
    stream_.async_connect(found, [self = shared_from_this()](auto failed, const auto&) {
      if (failed) return self->finish(0);
      self->write();
    });
  }

 private:
  void write() {
    http::async_write(stream_, message_, [self = shared_from_this()](auto failed, std::size_t) {
      if (failed) return self->finish(0);
      self->read();
    });
  }

  void read() {
    http::async_read(stream_, buffer_, parser_,
                     [self = shared_from_this()](auto failed, std::size_t) {
                       self->finish(failed ? 0 : self->parser_.get().result_int());
                     });
  }

  void finish(unsigned status) {
    boost::system::error_code error;
    boost::json::value body;
    if (status != 0) body = boost::json::parse(parser_.get().body(), error);
    stream_.close();
    answer_(static_cast<int>(status), error ? boost::json::value() : body);
  }

  beast::tcp_stream stream_;
  http::request<http::string_body> message_;
  http::response_parser<http::string_body> parser_;
  beast::flat_buffer buffer_;
  Reactor::Answer answer_;
};

}  // namespace

struct Reactor::Impl {
  asio::io_context context{1};
  asio::signal_set signals{context};
};

Reactor::Reactor() : impl_(std::make_unique<Impl>()) {}
Reactor::~Reactor() = default;

void Reactor::run() {
  const auto work = asio::make_work_guard(impl_->context);
  impl_->context.run();
}

void Reactor::stop() { impl_->context.stop(); }

asio::io_context& Reactor::context() { return impl_->context; }

void Reactor::after(Duration delay, std::function<void()> task) {
  auto timer = std::make_shared<asio::steady_timer>(impl_->context, delay);
  timer->async_wait([timer, task = std::move(task)](auto failed) {
    if (!failed) task();
  });
}

void Reactor::on_interrupt(std::function<void()> task) {
  impl_->signals.add(SIGINT);
  impl_->signals.add(SIGTERM);
  impl_->signals.async_wait([task = std::move(task)](auto failed, int) {
    if (!failed) task();
  });
}

void Reactor::request(const Endpoint& server, std::string_view method, std::string_view path,
                      std::string_view token, std::string_view json, Answer answer) {
  http::request<http::string_body> message;
  message.method_string(method);
  message.target(path);
  message.set(http::field::host, server.host + ":" + server.port);
  message.set(http::field::authorization, "Bearer " + std::string(token));
  message.keep_alive(false);
  if (!json.empty()) {
    message.set(http::field::content_type, "application/json");
    message.body() = json;
  }
  message.prepare_payload();
  std::make_shared<Request>(impl_->context, std::move(message), std::move(answer))->start(server);
}

Result<Endpoint> parse_url(std::string_view url) {
  constexpr std::string_view kScheme = "http://";
  if (!url.starts_with(kScheme)) {
    return fail(Code::kValidation, "--server must begin with http://", "server");
  }
  url.remove_prefix(kScheme.size());
  if (url.ends_with('/')) url.remove_suffix(1);
  const auto colon = url.rfind(':');
  if (url.empty() || url.find('/') != url.npos) {
    return fail(Code::kValidation, "--server must be http://HOST:PORT", "server");
  }
  if (colon == url.npos) return Endpoint{std::string(url), "80"};
  return Endpoint{std::string(url.substr(0, colon)), std::string(url.substr(colon + 1))};
}

}  // namespace waycast::simulate
