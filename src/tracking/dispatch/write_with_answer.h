// One operation of the store that makes what a command asks for and keeps the command's answer with
// it, if its sender may repeat it.
#pragma once

#include <utility>

#include "tracking/bookings/keep_answer.h"
#include "tracking/dispatch/core.h"
#include "tracking/dispatch/reply.h"

namespace waycast {

// Runs `make(StoreWrites&)`, which returns some Result, as Store::write() does, then
// `then(the result, the reply)` on the dispatch loop, after the commit.
//
// The reply comes by itself, and not inside `then`: the answer has to be copied before the reply
// moves on, and the arguments of a call are evaluated in any order.
template <class T, class Make, class Then>
void write_with_answer(DispatchCore& core, CommandReply<T> reply, Make make, Then then) {
  auto kept = reply.kept();
  core.store.write(
      core.loop,
      [make = std::move(make), kept = std::move(kept), &room = core.room](StoreWrites& writes) {
        return keep_answer(writes, room, make(writes), kept);
      },
      [then = std::move(then), reply = std::move(reply)](auto result) mutable {
        then(std::move(result), std::move(reply));
      });
}

}  // namespace waycast
