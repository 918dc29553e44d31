// What a shard has done, as numbers for the metrics: written by the shard's thread alone, read by
// any thread without a lock.
#pragma once

#include "base/counter.h"

namespace waycast::net {

struct Counters {
  Counter connections_open;      // now, HTTP and WebSocket
  Counter websockets_open;       // now
  Counter connections_accepted;  // ever
  Counter connections_refused;   // over max_connections, or out of descriptors
  Counter addresses_refused;     // connections over max_connections_of_address
  Counter http_requests;
  Counter http_errors;  // refused by the server itself: malformed, too large, too slow
  Counter bytes_received;
  Counter bytes_sent;
  Counter messages_received;  // WebSocket messages
  Counter packets_queued;
  Counter packets_replaced;    // by a newer one of their conflation key
  Counter packets_dropped;     // volatile, the client was not writable
  Counter queue_overflows;     // connections closed for not reading
  Counter hand_overs;          // connections moved to another shard
  Counter unread_cut;          // answers over max_unread
  Counter unfinished_refused;  // requests and messages over max_unfinished
  Counter tls_failures;        // handshakes refused or never finished, and broken connections
};

}  // namespace waycast::net
