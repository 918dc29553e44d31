#include "gateway/viewports.h"

#include "gateway/event_json.h"

namespace waycast::gateway {
namespace {

constexpr Duration kInterval{1'000};

}  // namespace

Viewports::Viewports(Context& context, realtime::ShardServer& server)
    : context_(context), server_(server) {}

void Viewports::set(realtime::Socket& socket, const std::optional<GeoBox>& box) {
  const auto [entry, is_new] = viewports_.try_emplace(socket.ref().slot);
  Viewport& viewport = entry->second;
  if (!box && !viewport.is_asked) return remove(socket);
  viewport.socket = socket.ref();
  viewport.box = box;
  viewport.is_new = true;
  if (!box) viewport.shown.clear();
  if (is_new) ask(socket.ref().slot);
  if (timer_ == 0) {
    timer_ = server_.loop().after(kInterval, [this] { tick(); });
  }
}

void Viewports::remove(realtime::Socket& socket) { viewports_.erase(socket.ref().slot); }

void Viewports::tick() {
  timer_ = 0;
  if (viewports_.empty()) return;
  for (const auto& [slot, viewport] : viewports_) {
    if (!viewport.is_asked) ask(slot);  // whoever has ended theirs is asked about still
  }
  timer_ = server_.loop().after(kInterval, [this] { tick(); });
}

void Viewports::ask(std::uint32_t slot) {
  Viewport& viewport = viewports_.at(slot);
  viewport.is_asked = true;
  context_.dispatch->fleet(*viewport.box, server_.loop(),
                           [this, socket = viewport.socket,
                            box = *viewport.box](const Result<std::vector<FleetPosition>>& fleet) {
                             Viewport* asked = find(socket);
                             if (asked == nullptr) return;
                             asked->is_asked = false;
                             if (!asked->box) {
                               viewports_.erase(socket.slot);
                             } else if (fleet) {
                               answered(socket, box, *fleet);
                             }
                           });
}

void Viewports::answered(realtime::SocketRef ref, const GeoBox& box,
                         const std::vector<FleetPosition>& fleet) {
  Viewport& viewport = *find(ref);
  realtime::Socket* socket = server_.find(ref);
  if (socket == nullptr || !(viewport.box->contains({box.north, box.east}) &&
                             viewport.box->contains({box.south, box.west}))) {
    return;  // moved meanwhile: the next tick asks for the new box
  }
  // A message larger than the queue may only be the first in it; a later one says all that changed.
  if (socket->queued_bytes() > 0) return;
  ++viewport.round;
  std::vector<const FleetPosition*> changed;
  for (const FleetPosition& mark : fleet) {
    const auto [entry, is_new] = viewport.shown.try_emplace(mark.pilot_id);
    Shown& shown = entry->second;
    if (is_new || shown.timestamp != mark.timestamp || shown.on_booking != mark.on_booking) {
      changed.push_back(&mark);
    }
    shown = {mark.timestamp, mark.on_booking, viewport.round};
  }
  std::vector<PilotId> gone;
  for (auto it = viewport.shown.begin(); it != viewport.shown.end();) {
    if (it->second.round == viewport.round) {
      ++it;
    } else {
      gone.push_back(it->first);
      it = viewport.shown.erase(it);
    }
  }
  if (changed.empty() && gone.empty() && !viewport.is_new) return;
  viewport.is_new = false;
  socket->emit("fleet:positions", fleet_json(context_.clock.now(), changed, gone));
}

Viewports::Viewport* Viewports::find(realtime::SocketRef socket) {
  const auto found = viewports_.find(socket.slot);
  return found == viewports_.end() || found->second.socket != socket ? nullptr : &found->second;
}

}  // namespace waycast::gateway
