// Passwords of admins: bcrypt hashes that the existing app wrote are verified, new ones are
// argon2id (RFC 9106).
//
// Deliberately slow (tens of milliseconds): never on a shard or the dispatch loop. Thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace waycast::auth {

// True if `password` is the one behind `hash`: `$2a$`, `$2b$`, `$2y$` (bcrypt) or `$argon2id$`.
// Takes the same time wherever the hashes differ; any other format is false.
bool verify_password(std::string_view password, const std::string& hash);

// argon2id with 19 MiB, 2 passes, 1 lane and a random salt, in PHC string format.
std::string hash_password(std::string_view password);

// A hash of no password, to verify against when there is no account: the answer then takes as long
// as for an account that exists.
const std::string& absent_password_hash();

}  // namespace waycast::auth
