// Who sent this? JSON Web Tokens signed with HS256, as the existing app issues them: claims
// `{ id, type, name?, iat?, exp? }` (RFC 7519, RFC 7515; docs/protocol.md, "Connecting").
//
// Any other `alg` and `none` are refused. Thread-safe: one Jwt serves all shards.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/principal.h"

namespace waycast::auth {

class Jwt {
 public:
  explicit Jwt(std::string_view secret);
  ~Jwt();
  Jwt(const Jwt&) = delete;
  Jwt& operator=(const Jwt&) = delete;

  // `token` may start with `Bearer `. Refusals:
  //   no token                                    ERR_1100 `Authentication required`
  //   bad signature, malformed, wrong alg         ERR_1103 `Authentication failed`
  //   expired                                     ERR_1102 `Authentication failed`
  //   no `id`, or an unknown `type`               ERR_1103 `Invalid token payload`
  Result<Principal> verify(std::string_view token, TimePoint now) const;

  // A token of `principal` (its expires_at is ignored), issued `now`, valid for `ttl`.
  std::string sign(const Principal& principal, Duration ttl, TimePoint now) const;

 private:
  class Mac;
  std::string secret_;
  std::unique_ptr<Mac> mac_;
};

}  // namespace waycast::auth
