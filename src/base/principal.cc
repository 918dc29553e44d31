#include "base/principal.h"

namespace waycast {

std::string_view to_string(Role role) {
  switch (role) {
    case Role::kUser:
      return "user";
    case Role::kPilot:
      return "pilot";
    case Role::kAdmin:
      return "admin";
  }
  return "user";
}

std::optional<Role> parse_role(std::string_view text) {
  if (text == "user") return Role::kUser;
  if (text == "pilot") return Role::kPilot;
  if (text == "admin") return Role::kAdmin;
  return std::nullopt;
}

std::string Principal::key() const {
  std::string out(to_string(role));
  out += ':';
  out += id;
  return out;
}

}  // namespace waycast
