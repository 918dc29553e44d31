// What bringing a database to this program's schema did.
#pragma once

namespace waycast {

struct SchemaChange {
  int version = 0;  // that the database has now
  int applied = 0;  // migrations that were missing; 0: it was at this version before
};

}  // namespace waycast
