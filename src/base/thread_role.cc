#include "base/thread_role.h"

#include <pthread.h>
#include <sched.h>

namespace waycast {

void set_thread_role(const char* name, ThreadRole role) {
  pthread_setname_np(pthread_self(), name);
  if (role == ThreadRole::kServing) return;
  const sched_param no_priority{};
  pthread_setschedparam(pthread_self(), SCHED_BATCH, &no_priority);  // refused: only slower
}

}  // namespace waycast
