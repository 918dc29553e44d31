#include "gateway/silent_sockets.h"

#include <algorithm>
#include <bit>
#include <memory>

#include "gateway/client.h"
#include "gateway/shard_gateway.h"

namespace waycast::gateway {
namespace {

struct Inquiry {
  TakenOver found;
  UniqueFunction<void(TakenOver)> done;
  int waiting;
};

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

void take_over_silent(Context& context, realtime::ShardServer& here, const std::string& identity,
                      UniqueFunction<void(TakenOver)> done) {
  const std::uint16_t asking = here.shard();
  const realtime::ShardSet others =
      context.hub.shards_of("/", identity) & ~(realtime::ShardSet{1} << asking);
  TakenOver found = take_over_here(here, identity);
  if (others == 0) return done(std::move(found));
  const auto inquiry =
      std::make_shared<Inquiry>(Inquiry{std::move(found), std::move(done), std::popcount(others)});
  context.post_to(others, [&context, inquiry, identity, asking](ShardGateway& there) {
    auto more = std::make_shared<TakenOver>(take_over_here(there.server(), identity));
    context.post(asking, [inquiry, more](ShardGateway&) {
      append(inquiry->found.sockets, std::move(more->sockets));
      append(inquiry->found.followed, std::move(more->followed));
      if (--inquiry->waiting == 0) inquiry->done(std::move(inquiry->found));
    });
  });
}

}  // namespace waycast::gateway
