#include "storage/maintenance.h"

#include "storage/store_call.h"

namespace waycast {

Result<bool> put_admin_account(Store& store, const Admin& admin) {
  return write_and_wait(store, [admin](StoreWrites& writes) -> Result<bool> {
    const auto known = writes.reads().admin_by_email(admin.email);
    if (!known) return std::unexpected(known.error());
    Admin row = admin;
    if (*known) {
      row.id = (*known)->id;
      row.created_at = (*known)->created_at;
    }
    if (const auto done = writes.put_admin(row); !done) return std::unexpected(done.error());
    return !*known;
  });
}

}  // namespace waycast
