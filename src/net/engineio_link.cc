#include "net/engineio_link.h"

#include <utility>

#include "net/engineio_session.h"

namespace waycast::net {

void EngineioLink::drop(std::uint16_t code) {
  session_ = nullptr;
  socket_->close(code, {});
}

void EngineioLink::on_text(std::string_view message) {
  if (session_ != nullptr) session_->on_text(*this, message);
}

void EngineioLink::on_binary(std::string_view message) {
  if (session_ != nullptr) session_->on_binary(*this, message);
}

void EngineioLink::on_closed(std::uint16_t code) {
  if (session_ != nullptr) std::exchange(session_, nullptr)->on_closed(*this, code);
}

}  // namespace waycast::net
