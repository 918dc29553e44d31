// Who is on the other side, as a verified token says (docs/protocol.md, "Connecting").
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/ids.h"

namespace waycast {

enum class Role : std::uint8_t { kUser, kPilot, kAdmin };

std::string_view to_string(Role role);  // "user", "pilot", "admin"
std::optional<Role> parse_role(std::string_view text);

struct Principal {
  Role role = Role::kUser;
  std::string id;
  std::string name;                     // empty if the token has none
  std::optional<TimePoint> expires_at;  // of the token

  bool is(Role r) const { return role == r; }
  UserId user_id() const { return UserId(id); }     // when is(kUser)
  PilotId pilot_id() const { return PilotId(id); }  // when is(kPilot)
  AdminId admin_id() const { return AdminId(id); }  // when is(kAdmin)
  std::string key() const;                          // "pilot:pilot-000001", also the personal room
};

}  // namespace waycast
