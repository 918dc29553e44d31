#include "realtime/shard_server.h"

#include <algorithm>

#include "realtime/connection.h"

namespace waycast::realtime {

ShardServer::ShardServer(Loop& loop, std::uint16_t shard, Hub& hub, const Settings& settings)
    : loop_(loop), shard_(shard), hub_(hub), settings_(settings), table_(shard) {
  hub_.add(*this);
}

ShardServer::~ShardServer() { hub_.remove(*this); }

Namespace& ShardServer::of(std::string_view name) {
  if (Namespace* found = find_namespace(name)) return *found;
  return *namespaces_.emplace_back(std::make_unique<Namespace>(*this, std::string(name)));
}

Namespace* ShardServer::find_namespace(std::string_view name) const {
  const auto found = std::find_if(namespaces_.begin(), namespaces_.end(),
                                  [name](const auto& nsp) { return nsp->name() == name; });
  return found == namespaces_.end() ? nullptr : found->get();
}

std::unique_ptr<engineio::SessionListener> ShardServer::on_session(engineio::Session& session) {
  return std::make_unique<Connection>(*this, session);
}

}  // namespace waycast::realtime
