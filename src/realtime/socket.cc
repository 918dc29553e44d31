#include "realtime/socket.h"

#include <utility>

#include "protocol/socketio/encoder.h"
#include "realtime/connection.h"
#include "realtime/pending_replies.h"
#include "realtime/recovery.h"
#include "realtime/shard_server.h"

namespace waycast::realtime {
namespace {

std::vector<engineio::PacketRef> encode(std::string_view nsp, const Emission& emission,
                                        socketio::AckId id = {}) {
  if (!emission.attachments.empty()) {
    return socketio::encode_binary_event(nsp, emission.event, emission.args, emission.attachments,
                                         id);
  }
  return {socketio::encode_event(nsp, emission.event, emission.args, id)};
}

}  // namespace

Socket::Socket(Namespace& nsp, Connection& connection, engineio::Session& session, SocketId id)
    : nsp_(nsp), connection_(connection), session_(session), id_(id) {}

Socket::~Socket() = default;

const Handshake* Socket::handshake() const {
  return arriving_ == nullptr ? nullptr : &arriving_->handshake;
}

ShardServer& Socket::server() const { return nsp_.server(); }

bool Socket::join(std::string_view room) { return nsp_.join(*this, room); }

void Socket::leave(std::string_view room) { nsp_.leave(*this, room); }

bool Socket::in(std::string_view room) const { return RoomTable::contains(*this, room); }

std::vector<std::string> Socket::rooms() const {
  std::vector<std::string> names;
  names.reserve(memberships_.size());
  for (const Membership& membership : memberships_) names.push_back(membership.room->name);
  return names;
}

void Socket::emit(std::string_view event, std::string_view args, Delivery delivery) {
  if (connected()) send(socketio::encode_event(nsp_.name(), event, args), delivery);
}

void Socket::emit(const Emission& emission) {
  if (!connected()) return;
  session_.send_message(encode(nsp_.name(), emission), emission.delivery_of_packets());
}

void Socket::emit_with_ack(const Emission& emission, Duration timeout, ReplyHandler on_reply) {
  if (!connected()) return on_reply({.outcome = Reply::Outcome::kDisconnected});
  if (replies_ == nullptr) replies_ = std::make_unique<PendingReplies>(server().loop());
  const std::uint64_t id = replies_->add(timeout, std::move(on_reply));
  session_.send_message(encode(nsp_.name(), emission, id));
}

BroadcastOperator Socket::to(std::string_view room) const {
  BroadcastOperator others = nsp_.to(room);
  others.except(id());
  return others;
}

void Socket::disconnect() {
  if (state_ != State::kGone) connection_.disconnect(*this);
}

void Socket::disconnect_and_close() {
  if (state_ != State::kGone) connection_.disconnect_all_and_close();
}

void Socket::close_transport() {
  if (state_ != State::kGone) connection_.close_transport();
}

}  // namespace waycast::realtime
