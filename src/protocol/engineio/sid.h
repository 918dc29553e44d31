// Session ids: 20 URL-safe characters. The first two name the shard that owns the session, so that
// any shard can tell where a request belongs; the rest is 108 bits of cryptographic randomness.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace waycast::engineio {

inline constexpr std::size_t kSidSize = 20;

// `shard` is less than 64 * 64, what two characters can name. Thread-safe.
std::string new_sid(std::size_t shard);

// nullopt: not the shape of a sid.
std::optional<std::size_t> shard_of(std::string_view sid);

}  // namespace waycast::engineio
