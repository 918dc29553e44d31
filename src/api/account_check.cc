#include "api/account_check.h"

namespace waycast::api {
namespace {

template <class Row, class Suspended>
Result<void> allowed(const Result<std::optional<Row>>& row, Suspended is_suspended) {
  if (!row) return std::unexpected(row.error());
  if (*row && is_suspended(**row)) return fail(Code::kSuspended);
  return {};
}

Result<void> judge(StoreReads& reads, const Principal& who) {
  switch (who.role) {
    case Role::kUser:
      return allowed(reads.user(who.user_id()), [](const User& user) { return !user.is_active; });
    case Role::kPilot:
      return allowed(reads.pilot(who.pilot_id()),
                     [](const Pilot& pilot) { return pilot.is_suspended(); });
    case Role::kAdmin:
      return allowed(reads.admin(who.admin_id()),
                     [](const Admin& admin) { return !admin.is_active; });
  }
  return fail(Code::kForbidden);
}

}  // namespace

void check_account(const Services& services, const CallRef& call, Task next) {
  services.store.read(
      call->loop(), [who = call->who()](StoreReads& reads) { return judge(reads, who); },
      call->then([next = std::move(next)]() mutable { next(); }));
}

}  // namespace waycast::api
