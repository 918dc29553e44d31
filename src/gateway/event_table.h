// Which events clients may send, who may send each, and what handles it (docs/protocol.md, "Events
// to the server"). Every event of a client passes EventTable::handle: what concerns all of them,
// a limit or a figure, has its place there.
//
//   EventTable table(parts);
//   add_pilot_events(table, parts);
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <string>

#include "base/function.h"
#include "gateway/answer.h"
#include "gateway/client.h"
#include "gateway/shard_parts.h"

namespace waycast::gateway {

// An event that a client sent, and the answer that is owed for it.
struct ClientEvent {
  realtime::Socket& socket;
  const boost::json::array& args;
  Answer answer;

  const Client& client() const { return client_of(socket); }
};

enum class Sender : std::uint8_t { kAnybody, kPilot, kAdmin };

// Filled before the shard's loop runs. The handlers live in the shard's namespace, the table is
// only needed to add them.
class EventTable {
 public:
  using Handler = UniqueFunction<void(ClientEvent&)>;

  // The parts outlive the server's last event.
  explicit EventTable(ShardParts& parts) : parts_(parts) {}

  // Others than `sender` are refused: ERR_1202.
  void add(std::string event, Sender sender, Handler handler);

 private:
  struct Row {
    Sender sender;
    Handler handler;
  };
  static void handle(ShardParts& parts, Row& row, realtime::Socket& socket,
                     realtime::Event& received);

  ShardParts& parts_;
};

// One file each. The parts outlive the server's last event.
void add_pilot_events(EventTable& table, ShardParts& parts);
void add_follower_events(EventTable& table, ShardParts& parts);
void add_admin_events(EventTable& table, ShardParts& parts);

}  // namespace waycast::gateway
