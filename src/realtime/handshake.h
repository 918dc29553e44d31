// What a client said when it connected to a namespace (Socket.IO protocol v5, "Connection to a
// namespace").
#pragma once

#include <boost/json/fwd.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "protocol/http/message.h"

namespace waycast::realtime {

// Kept from CONNECT until the connection handler returned, so that idle sockets are small.
class Handshake {
 public:
  // `request` outlives the handshake; null if the session already forgot it.
  Handshake(const boost::json::value& auth, const http::Request* request);
  ~Handshake();

  // The client's `auth` option: an object, empty if it gave none.
  const boost::json::object& auth() const;
  std::string auth_text() const;                             // the same as JSON text
  std::string_view auth_string(std::string_view key) const;  // "" unless a string
  bool auth_is_mistyped(std::string_view key) const;         // given, but no string; null is absent

  // The HTTP request that opened the session.
  std::string_view header(std::string_view name) const;
  std::string query(std::string_view name) const;  // "" without it
  std::string_view remote_address() const;
  bool secure() const { return request_ != nullptr && request_->secure; }

 private:
  std::unique_ptr<const boost::json::object> auth_;
  const http::Request* request_;
};

}  // namespace waycast::realtime
