// What a thread is for, told to the system: its name, and how it shares a core with the shards.
#pragma once

namespace waycast {

enum class ThreadRole : bool {
  kServing,     // answers clients
  kBackground,  // works for those that do
};

// Of the calling thread. `name`, at most 15 characters, is what `top -H` shows. Waking a background
// thread does not interrupt a serving one on the same core: it goes on with all it has, and the
// background thread then finds a batch of work instead of one piece.
void set_thread_role(const char* name, ThreadRole role);

}  // namespace waycast
