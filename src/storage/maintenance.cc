#include "storage/maintenance.h"

#include "storage/database_lock.h"
#include "storage/sqlite/session.h"

namespace waycast {

Result<bool> put_admin_account(const std::string& path, Admin admin, TimePoint now) {
  const auto lock = DatabaseLock::acquire(path);
  if (!lock) return std::unexpected(lock.error());
  auto opened = sqlite::Session::open({.path = path}, now);
  if (!opened) return std::unexpected(opened.error());
  sqlite::Session& session = **opened;
  Result<void> done = session.begin();
  if (!done) return std::unexpected(done.error());
  const auto known = session.writes().reads().admin_by_email(admin.email);
  if (!known) return std::unexpected(known.error());
  if (*known) {
    admin.id = (*known)->id;
    admin.created_at = (*known)->created_at;
  }
  done = session.writes().put_admin(admin);
  if (done) done = session.commit(SteadyTime{});
  if (!done) return std::unexpected(done.error());
  return !*known;
}

}  // namespace waycast
