// Connection state recovery: what dropped sockets were, and the broadcasts they may have missed
// (Socket.IO 4.6, "Connection state recovery").
//
// Every reliable broadcast gets a number, which clients see as an extra last argument and send back
// when they return. Broadcasts of one thread keep their order; between threads, the order of the
// numbers and that of arrival may differ.
#pragma once

#include <cstdint>
#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/function.h"
#include "realtime/prepared.h"
#include "realtime/settings.h"
#include "realtime/socket_id.h"
#include "realtime/text_hash.h"

namespace waycast::realtime {

// A socket that lost its connection.
struct DroppedSocket {
  SocketId id;
  std::string nsp;
  std::string identity;  // who it was: only the same may have it back
  std::vector<std::string> rooms;
  std::uint64_t connected_at = 0;  // the newest number when it connected
  SteadyTime dropped_at{};
};

// Thread-safe. Bounded in sockets, in bytes of broadcasts and in time: the oldest go first.
class RecoveryStore {
 public:
  explicit RecoveryStore(const RecoverySettings& settings)
      : settings_(settings), newest_(settings.numbers_after) {}

  // Numbers a broadcast and remembers what `prepare` makes of it.
  PreparedRef append(SteadyTime now, UniqueFunction<Prepared(std::uint64_t number)> prepare);
  std::uint64_t newest() const;

  void keep(std::string pid, DroppedSocket socket);
  // Nothing if it is unknown, too old, or another identity's. Nobody gets it twice.
  std::optional<DroppedSocket> take(std::string_view pid, std::string_view nsp,
                                    std::string_view identity, SteadyTime now);
  // What came after the number, oldest first; nullopt if some of it was forgotten.
  std::optional<std::vector<PreparedRef>> after(std::uint64_t number) const;

 private:
  struct Entry {
    PreparedRef prepared;
    SteadyTime at;
    std::size_t bytes;
  };
  using Dropped = std::list<std::pair<std::string, DroppedSocket>>;  // oldest first

  void forget_old(SteadyTime now);

  const RecoverySettings settings_;
  mutable std::mutex mutex_;
  std::uint64_t newest_;
  std::size_t log_bytes_ = 0;
  std::deque<Entry> log_;
  Dropped dropped_;
  std::unordered_map<std::string, Dropped::iterator, TextHash, std::equal_to<>> by_pid_;
};

}  // namespace waycast::realtime
