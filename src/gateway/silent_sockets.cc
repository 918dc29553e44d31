#include "gateway/silent_sockets.h"

#include <algorithm>
#include <memory>

#include "base/when_all.h"
#include "gateway/client.h"
#include "gateway/followed.h"
#include "gateway/shards.h"

namespace waycast::gateway {
namespace {

void append(std::vector<std::string>& to, std::vector<std::string>&& more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

TakenOver take_over_here(realtime::ShardServer& server, const std::string& identity) {
  TakenOver found;
  const SteadyTime now = server.loop().clock().steady();
  server.of("/").for_each_in(identity, [&](realtime::Socket& socket) {
    if (!socket.connected() || !socket.is_silent(now) || is_taken_over(socket)) return;
    client_of(socket).taken_over_at = now;
    std::vector<std::string> followed = followed_by(socket);
    if (followed.empty()) return;
    found.sockets.emplace_back(socket.id());
    append(found.followed, std::move(followed));
  });
  return found;
}

}  // namespace

bool is_taken_over(const realtime::Socket& socket) {
  return client_of(socket).taken_over_at > socket.heard_at();
}

void keep_for_others(Context& context, const std::string& identity, const TakenOver& taken) {
  std::vector<std::string> followed = taken.followed;
  std::ranges::sort(followed);
  followed.erase(std::ranges::unique(followed).begin(), followed.end());
  for (std::size_t i = 1; i < taken.sockets.size(); ++i) {
    if (i * followed.size() > DroppedSubscriptions::kMostKept) return;  // it would push out others
    context.dropped.add(identity, taken.sockets[i], followed, context.clock.steady());
  }
}

void take_over_silent(const ShardParts& here, const std::string& identity,
                      UniqueFunction<void(TakenOver)> done) {
  const std::uint16_t asking = here.shard();
  const auto found = std::make_shared<TakenOver>(take_over_here(here.server, identity));
  WhenAll all([found, done = std::move(done)]() mutable { done(std::move(*found)); });
  const auto others = without(here.context.hub.shards_of("/", identity), asking);
  here.shards.for_each(others, [&](std::uint16_t other) {
    here.shards.post(
        other, [found, identity, asking, part = all.part()](ShardParts& there) mutable {
          TakenOver more = take_over_here(there.server, identity);
          there.shards.post(
              asking, [found, more = std::move(more), part = std::move(part)](ShardParts&) mutable {
                append(found->sockets, std::move(more.sockets));
                append(found->followed, std::move(more.followed));
                part();
              });
        });
  });
  all.close();
}

}  // namespace waycast::gateway
