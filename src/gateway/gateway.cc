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
  std::vector<Principal> pilots;
  for (const FleetPilot& entry : *online) {
    pilots.push_back(
        {.role = Role::kPilot, .id = entry.pilot.id.str(), .name = {}, .expires_at = {}});
  }
  auto snapshots = reads.principals(pilots, now, keep);
  if (!snapshots) return std::unexpected(snapshots.error());
  std::vector<StoredPilot> out;
  for (std::size_t i = 0; i < pilots.size(); ++i) {
    out.push_back({pilots[i].pilot_id(), std::move((*snapshots)[i])});
  }
  return out;
}

}  // namespace

Gateway::Gateway(realtime::Hub& hub, Store& store, const auth::Jwt& jwt, const Clock& clock,
                 const LiveSettings& settings)
    : context_(hub, store, jwt, clock, settings), local_feed_(shards_, hub, context_.directory) {
  context_.feed = &local_feed_;
}

Gateway::~Gateway() = default;

void Gateway::add_shard(realtime::ShardServer& server) {
  gateways_.push_back(std::make_unique<ShardGateway>(context_, shards_, server));
  shards_.add(gateways_.back()->parts());
  local_feed_.shard_added();
}

void Gateway::set_dispatch(Dispatch& dispatch, FleetFeed& fleet) {
  context_.dispatch = &dispatch;
  context_.fleet = &fleet;
}

const Counters& Gateway::counters(std::size_t shard) const { return shards_.at(shard).counters; }

void Gateway::restore_pilots() {
  context_.is_restoring = true;
  shards_.post(0, [this](ShardParts& there) {
    context_.store.read(
        there.loop(),
        [now = context_.clock.now(), keep = context_.settings.keep_subscriptions](
            StoreReads& reads) { return pilots_online(reads, now, keep); },
        [this, &there](const Result<std::vector<StoredPilot>>& pilots) {
          if (!pilots) spdlog::error("cannot read who was online: {}", pilots.error().message);
          if (pilots) {
            for (const auto& [id, snapshot] : *pilots) there.pilots.restore(id, snapshot);
          }
          context_.is_restoring = false;
          shards_.post_to(shards_.all(),
                          [](ShardParts& shard) { shard.pilots.keep_or_forget_all(); });
        });
  });
}

std::uint16_t Gateway::shard_of(const PilotId& pilot) const {
  if (const auto owner = context_.directory.owner(pilot)) return *owner;
  return static_cast<std::uint16_t>(std::hash<PilotId>{}(pilot) % shards_.size());
}

void Gateway::run(const PilotId& pilot, PilotCommand command) {
  shards_.post(shard_of(pilot), [pilot, command = std::move(command)](ShardParts& at) mutable {
    at.pilots.run(pilot, std::move(command));
  });
}

void Gateway::pilot_online(const PilotId& pilot, const VehicleId& vehicle, Executor& reply_to,
                           Done<std::vector<BookingId>> done) {
  run(pilot, GoOnline{vehicle, {reply_to, std::move(done)}});
}

void Gateway::pilot_offline(const PilotId& pilot, Executor& reply_to, Done<void> done) {
  run(pilot, GoOffline{{reply_to, std::move(done)}});
  context_.feed->tell(PilotLeaves{pilot});
}

void Gateway::pilot_location(const PilotId& pilot, const Location& location, Executor& reply_to,
                             Done<void> done) {
  run(pilot,
      Locate{location, {.sender = {}, .acknowledge = true, .reply = {reply_to, std::move(done)}}});
}

void Gateway::suspend(Role role, const std::string& id) {
  const Principal who{.role = role, .id = id, .name = {}, .expires_at = {}};
  context_.feed->tell(AccountSuspended{who.key()});
  if (role != Role::kPilot) return;
  const PilotId pilot = who.pilot_id();
  shards_.post(shard_of(pilot), [pilot](ShardParts& at) {
    at.pilots.run_own(pilot, GoOffline{{at.loop(), [](Result<void>) {}}});
  });
}

}  // namespace waycast::gateway
