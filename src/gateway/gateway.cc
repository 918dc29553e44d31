#include "gateway/gateway.h"

#include <spdlog/spdlog.h>

#include "gateway/rooms.h"
#include "gateway/shard_gateway.h"

namespace waycast::gateway {
namespace {

struct StoredPilot {
  PilotId id;
  PrincipalSnapshot snapshot;
};

Result<std::vector<StoredPilot>> pilots_online(StoreReads& reads, TimePoint now, Duration keep) {
  auto online = reads.online_pilots();
  if (!online) return std::unexpected(online.error());
  std::vector<StoredPilot> out;
  for (const FleetPilot& entry : *online) {
    const PilotId& id = entry.pilot.id;
    const Principal who{.role = Role::kPilot, .id = id.str(), .name = {}, .expires_at = {}};
    auto snapshot = reads.principal(who, now, keep);
    if (!snapshot) return std::unexpected(snapshot.error());
    out.push_back({id, *std::move(snapshot)});
  }
  return out;
}

}  // namespace

Gateway::Gateway(realtime::Hub& hub, Store& store, const auth::Jwt& jwt, const Clock& clock,
                 const LiveSettings& settings)
    : context_(hub, store, jwt, clock, settings) {}

Gateway::~Gateway() = default;

void Gateway::add_shard(realtime::ShardServer& server) {
  context_.shards.push_back(std::make_unique<ShardGateway>(context_, server));
}

void Gateway::set_dispatch(Dispatch& dispatch, FleetFeed& fleet) {
  context_.dispatch = &dispatch;
  context_.fleet = &fleet;
}

const Counters& Gateway::counters(std::size_t shard) const {
  return context_.shards[shard]->counters();
}

void Gateway::restore_pilots() {
  context_.is_restoring = true;
  context_.post(0, [this](ShardGateway& gateway) {
    context_.store.read(
        gateway.loop(),
        [now = context_.clock.now(), keep = context_.settings.keep_subscriptions](
            StoreReads& reads) { return pilots_online(reads, now, keep); },
        [this, &gateway](const Result<std::vector<StoredPilot>>& pilots) {
          if (!pilots) spdlog::error("cannot read who was online: {}", pilots.error().message);
          if (pilots) {
            for (const auto& [id, snapshot] : *pilots) gateway.pilots().restore(id, snapshot);
          }
          context_.is_restoring = false;
          context_.post_to(context_.all_shards(),
                           [](ShardGateway& shard) { shard.pilots().settle_all(); });
        });
  });
}

std::uint16_t Gateway::shard_of(const PilotId& pilot) const {
  if (const auto owner = context_.directory.owner(pilot)) return *owner;
  return static_cast<std::uint16_t>(std::hash<PilotId>{}(pilot) % context_.shards.size());
}

void Gateway::pilot_online(const PilotId& pilot, const VehicleId& vehicle, Executor& reply_to,
                           UniqueFunction<void(Result<std::vector<BookingId>>)> done) {
  context_.post(shard_of(pilot), [pilot, vehicle,
                                  outcome = Outcome<std::vector<BookingId>>{
                                      &reply_to, std::move(done)}](ShardGateway& gateway) mutable {
    gateway.pilots().run(
        pilot, [vehicle, outcome = std::move(outcome)](ShardGateway& at, FoundPilot owned) mutable {
          if (!owned) return outcome(fail(owned.error()));
          at.commands().go_online(**owned, vehicle, std::move(outcome));
        });
  });
}

void Gateway::pilot_offline(const PilotId& pilot, Executor& reply_to,
                            UniqueFunction<void(Result<void>)> done) {
  context_.post(shard_of(pilot), [pilot, outcome = Outcome<void>{&reply_to, std::move(done)}](
                                     ShardGateway& gateway) mutable {
    gateway.pilots().run(
        pilot, [outcome = std::move(outcome)](ShardGateway& at, FoundPilot owned) mutable {
          if (!owned) return outcome(fail(owned.error()));
          at.commands().go_offline(**owned, std::move(outcome));
        });
  });
  context_.post_to(context_.hub.shards_of("/", pilot_room(pilot)),
                   [pilot](ShardGateway& gateway) { gateway.followers().leave_all(pilot); });
}

void Gateway::pilot_location(const PilotId& pilot, const Location& location, Executor& reply_to,
                             UniqueFunction<void(Result<void>)> done) {
  context_.post(shard_of(pilot), [pilot, location,
                                  source = PointSource{.sender = {},
                                                       .acknowledge = true,
                                                       .outcome = {&reply_to, std::move(done)}}](
                                     ShardGateway& gateway) mutable {
    gateway.pilots().run(
        pilot, [location, source = std::move(source)](ShardGateway& at, FoundPilot owned) mutable {
          run_locate(at, owned, location, std::move(source));
        });
  });
}

void Gateway::suspend(Role role, const std::string& id) {
  const Principal who{.role = role, .id = id, .name = {}, .expires_at = {}};
  context_.suspensions.add(who.key(), context_.clock.steady());
  context_.post_to(context_.all_shards(), [room = who.key()](ShardGateway& gateway) {
    gateway.connector().suspend(room);
  });
  if (role != Role::kPilot) return;
  const PilotId pilot = who.pilot_id();
  context_.post(shard_of(pilot), [pilot](ShardGateway& gateway) {
    gateway.pilots().run_own(pilot, [](ShardGateway& at, FoundPilot owned) {
      if (owned) at.commands().go_offline(**owned, {&at.loop(), [](Result<void>) {}});
    });
  });
}

}  // namespace waycast::gateway
