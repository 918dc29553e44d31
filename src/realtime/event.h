// An event that a client sent.
#pragma once

#include <boost/json/fwd.hpp>
#include <span>
#include <string>
#include <string_view>

#include "base/function.h"
#include "realtime/ack.h"

namespace waycast::realtime {

class Socket;

// Everything but `ack`, which may be moved out, is valid during the call only.
struct Event {
  std::string_view name;
  // Without the name. A binary argument stands as {"_placeholder":true,"num":i} for attachments[i].
  const boost::json::array& args;
  std::span<const std::string> attachments;
  Ack ack;

  std::string args_text() const;  // the arguments as JSON texts separated by commas
};

using EventHandler = UniqueFunction<void(Socket&, Event&)>;

}  // namespace waycast::realtime
