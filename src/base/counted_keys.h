// How many things of each key there are now, and no more than a limit: connections of an address,
// sockets of an identity.
//
// Most keys have one thing, and there may be a hundred thousand of them: a key costs a dozen bytes.
// Of its text only a hash of 64 bits is kept, by which two keys could be taken for one, once in
// billions of years.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <vector>

namespace waycast {

// Thread-safe: one lock for each of a few stripes, held for a look-up. Keeps nothing of a key that
// has no thing left.
class CountedKeys {
 public:
  using Key = std::uint64_t;
  static constexpr Key kNone = 0;  // the key of no text
  static Key key_of(std::string_view text);

  // False if `limit` things of the key are there already. Each that entered has to leave.
  bool enter(Key key, std::size_t limit);
  void leave(Key key);  // kNone: nothing happens

  std::size_t keys() const;  // that have things

 private:
  // Open addressing with linear probing; a slot without a thing is free.
  struct alignas(64) Stripe {
    std::size_t find(Key key) const;  // its slot, or the free one where it belongs
    void resize(std::size_t slots);
    void erase(std::size_t slot);
    std::size_t home_of(Key key) const { return key / kStripes & (keys.size() - 1); }

    mutable std::mutex mutex;
    std::vector<Key> keys;  // a power of two of them
    std::vector<std::uint32_t> counts;
    std::size_t used = 0;
  };
  static constexpr std::size_t kStripes = 16;

  std::array<Stripe, kStripes> stripes_;
};

}  // namespace waycast
