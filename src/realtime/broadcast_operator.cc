#include "realtime/broadcast_operator.h"

namespace waycast::realtime {

void BroadcastOperator::emit(std::string_view event, std::string_view args, Delivery delivery) {
  emit(Emission{std::string(event), std::string(args), {}, delivery});
}

void BroadcastOperator::emit(Emission emission) {
  adapter_.publish({std::move(target_), std::move(emission)}, origin_);
}

void BroadcastOperator::sockets_join(std::string_view room) {
  adapter_.publish({std::move(target_), JoinRooms{{std::string(room)}}}, origin_);
}

void BroadcastOperator::sockets_leave(std::string_view room) {
  adapter_.publish({std::move(target_), LeaveRooms{{std::string(room)}}}, origin_);
}

void BroadcastOperator::disconnect_sockets(DisconnectSockets::Transport transport) {
  adapter_.publish({std::move(target_), DisconnectSockets{transport}}, origin_);
}

}  // namespace waycast::realtime
