#include "realtime/handshake.h"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "protocol/json/exact_write.h"

namespace waycast::realtime {

Handshake::Handshake(const boost::json::value& auth, const http::Request* request)
    : auth_(auth.is_object() ? std::make_unique<const boost::json::object>(
                                   auth.get_object(), boost::json::storage_ptr())
                             : std::make_unique<const boost::json::object>()),
      request_(request) {}

Handshake::~Handshake() = default;

const boost::json::object& Handshake::auth() const { return *auth_; }

std::string Handshake::auth_text() const {
  std::string text;
  json::append_json(text, boost::json::value(*auth_));
  return text;
}

std::string_view Handshake::auth_string(std::string_view key) const {
  const boost::json::value* value = auth_->if_contains(key);
  if (value == nullptr || !value->is_string()) return {};
  return value->get_string();
}

bool Handshake::auth_is_mistyped(std::string_view key) const {
  const boost::json::value* value = auth_->if_contains(key);
  return value != nullptr && !value->is_string() && !value->is_null();
}

std::string_view Handshake::header(std::string_view name) const {
  return request_ == nullptr ? std::string_view() : request_->header(name);
}

std::string Handshake::query(std::string_view name) const {
  if (request_ == nullptr) return {};
  return http::query_value(request_->query(), name).value;
}

std::string_view Handshake::remote_address() const {
  return request_ == nullptr ? std::string_view() : std::string_view(request_->remote_address);
}

}  // namespace waycast::realtime
