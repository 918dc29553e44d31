// A client that came back by another network, without the secret of its former session: the server
// still holds its old connection, which nothing has been heard of. What that one follows is the new
// one's to follow too.
#pragma once

#include <string>
#include <vector>

#include "base/function.h"
#include "gateway/shard_parts.h"
#include "realtime/socket.h"

namespace waycast::gateway {

// Of sockets that were silent for longer than a ping interval.
struct TakenOver {
  std::vector<std::string> sockets;   // their ids
  std::vector<std::string> followed;  // as in followed.h, with repeats
};

// Asks every shard for the silent sockets of `identity` (Principal::key()) and has each marked as
// taken over, so that nobody gets the same again; then `done`, on the shard of `here`, in this call
// if no other shard has sockets of the identity. The parts outlive the answer.
void take_over_silent(const ShardParts& here, const std::string& identity,
                      UniqueFunction<void(TakenOver)> done);

// If there were several they may all come back: what they followed is kept as that of lost sockets,
// of all but one.
void keep_for_others(Context& context, const std::string& identity, const TakenOver& taken);

// The socket's subscriptions went to another one, and it has not been heard since.
bool is_taken_over(const realtime::Socket& socket);

}  // namespace waycast::gateway
