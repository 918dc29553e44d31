// Who acts in a test, by number.
#pragma once

#include "base/principal.h"
#include "storage/testing/seed.h"

namespace waycast::testing {

inline Principal user(int number) {
  return {.role = Role::kUser, .id = numbered("user", number), .name = {}, .expires_at = {}};
}
inline Principal pilot(int number) {
  return {.role = Role::kPilot, .id = numbered("pilot", number), .name = {}, .expires_at = {}};
}
inline Principal admin() {
  return {.role = Role::kAdmin, .id = "admin-000000", .name = {}, .expires_at = {}};
}

}  // namespace waycast::testing
