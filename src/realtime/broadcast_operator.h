// The fluent form of a broadcast:
//
//   ns.to("booking:1").to("user:7").except(socket.id()).emit("booking:status", args);
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "realtime/broadcast.h"

namespace waycast::realtime {

// Made by Namespace, Socket and Hub; used at once, on the thread that made it.
class BroadcastOperator {
 public:
  BroadcastOperator(Adapter& adapter, std::string_view nsp, std::uint16_t origin)
      : adapter_(adapter), origin_(origin) {
    target_.nsp = nsp;
  }

  BroadcastOperator& to(std::string_view room) {
    target_.rooms.emplace_back(room);
    return *this;
  }
  BroadcastOperator& except(std::string_view room) {
    target_.except.emplace_back(room);
    return *this;
  }
  // This process only.
  BroadcastOperator& local() {
    target_.reach = Target::Reach::kProcess;
    return *this;
  }

  // `args`: JSON texts separated by commas.
  void emit(std::string_view event, std::string_view args, Delivery delivery = {});
  void emit(Emission emission);
  void sockets_join(std::string_view room);
  void sockets_leave(std::string_view room);
  void disconnect_sockets(DisconnectSockets::Transport transport);

 private:
  Adapter& adapter_;
  std::uint16_t origin_;
  Target target_;
};

}  // namespace waycast::realtime
