#include "realtime/pending_replies.h"

#include <utility>

namespace waycast::realtime {

PendingReplies::~PendingReplies() {
  for (const auto& [id, pending] : pending_) loop_.cancel(pending.timer);
}

std::uint64_t PendingReplies::add(Duration timeout, ReplyHandler on_reply) {
  const std::uint64_t id = next_id_++;
  const TimerId timer =
      loop_.after(timeout, [this, id] { answer(id, {.outcome = Reply::Outcome::kTimeout}); });
  pending_.emplace(id, Pending{std::move(on_reply), timer});
  return id;
}

void PendingReplies::answer(std::uint64_t id, const Reply& reply) {
  auto node = pending_.extract(id);
  if (node.empty()) return;
  loop_.cancel(node.mapped().timer);
  node.mapped().on_reply(reply);
}

void PendingReplies::fail_all(Reply::Outcome outcome) {
  for (auto& [id, pending] : std::exchange(pending_, {})) {
    loop_.cancel(pending.timer);
    pending.on_reply({.outcome = outcome});
  }
}

}  // namespace waycast::realtime
