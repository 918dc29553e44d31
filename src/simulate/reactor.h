// The simulator's one thread: an event loop with timers, and HTTP requests from it. Hides
// Boost.Asio and Beast.
#pragma once

#include <boost/json/fwd.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"

namespace boost::asio {
class io_context;
}

namespace waycast::simulate {

struct Endpoint {
  std::string host = "127.0.0.1";
  std::string port = "5000";
};

// "http://127.0.0.1:5000" -> Endpoint; ERR_1001 for anything else.
Result<Endpoint> parse_url(std::string_view url);

class Reactor {
 public:
  Reactor();
  ~Reactor();

  void run();   // until stop()
  void stop();  // from inside
  void after(Duration delay, std::function<void()> task);
  void on_interrupt(std::function<void()> task);  // SIGINT and SIGTERM
  boost::asio::io_context& context();

  // status 0: no answer at all. `body` is null for anything but JSON.
  using Answer = std::function<void(int status, const boost::json::value& body)>;
  // One request on a connection of its own. `json` empty: no body.
  void request(const Endpoint& server, std::string_view method, std::string_view path,
               std::string_view token, std::string_view json, Answer answer);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace waycast::simulate
