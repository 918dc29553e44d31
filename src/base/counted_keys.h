// How many things of each key there are now, and no more than a limit: connections of an address,
// sockets of an identity.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace waycast {

// Thread-safe: one lock for each of a few stripes, held for a look-up. Keeps nothing of a key that
// has no thing left. Destroyed when its threads are done; places may outlive it.
class CountedKeys {
  struct Stripe;
  struct Entry {
    const std::string key;
    Stripe* stripe;  // null: the counting is over, and the last place deletes the entry
    std::size_t count = 0;
  };

 public:
  CountedKeys() = default;
  CountedKeys(const CountedKeys&) = delete;
  ~CountedKeys();

  // One thing's share of its key; given back when destroyed, on any thread.
  class Place {
   public:
    Place() = default;  // counted nowhere
    explicit Place(Entry& entry) : entry_(&entry) {}
    Place(Place&& other) noexcept : entry_(std::exchange(other.entry_, nullptr)) {}
    Place& operator=(Place&& other) noexcept;
    ~Place() { leave(); }
    void leave();

   private:
    Entry* entry_ = nullptr;
  };

  // Nothing if `limit` things of the key are there; 0: no limit, and none is counted.
  std::optional<Place> enter(std::string_view key, std::size_t limit);

  std::size_t keys() const;  // that have things

 private:
  struct alignas(64) Stripe {
    std::mutex mutex;
    std::unordered_map<std::string_view, std::unique_ptr<Entry>> entries;  // by their own key
  };
  static constexpr std::size_t kStripes = 16;

  mutable std::array<Stripe, kStripes> stripes_;
};

}  // namespace waycast
