// The text of every migration. A released one is never edited: add the next.
#pragma once

namespace waycast::sqlite::migrations {

extern const char* const kInitial;
extern const char* const kOwnTables;
extern const char* const kFollowed;
extern const char* const kOpenWork;
extern const char* const kStalePilots;
extern const char* const kHandoverAttempts;
extern const char* const kCodeAddresses;
extern const char* const kAccountWork;
extern const char* const kDeviceTimes;

}  // namespace waycast::sqlite::migrations
