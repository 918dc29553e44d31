// Every backend behind one synchronous face: the suite is written once and run on each.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/thread_loop.h"
#include "storage/inline_store.h"
#include "storage/seed.h"
#include "storage/sqlite_store.h"
#include "storage/testing/seed_file.h"
#include "store_caller.h"
#include "tracking/bookings/booking_operations.h"

namespace waycast {

// A folder that goes away with the test.
class TempFolder {
 public:
  TempFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "waycast-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TempFolder() { std::filesystem::remove_all(path_); }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

struct Backend {
  std::string name;
  std::function<std::unique_ptr<Store>(const TempFolder&, const Clock&)> open;
};

inline std::ostream& operator<<(std::ostream& out, const Backend& backend) {
  return out << backend.name;
}

inline std::vector<Backend> every_backend() {
  return {
      {"inline", [](const TempFolder&, const Clock&) { return std::make_unique<InlineStore>(); }},
      {"file",
       [](const TempFolder& folder, const Clock& clock) -> std::unique_ptr<Store> {
         return std::move(
             SqliteStore::open({.path = folder.file("t.db"), .track_tail = 4}, clock).value());
       }},
  };
}

inline PointRow point_of(int pilot, TimePoint at, LatLng where) {
  PointRow row;
  row.pilot_id = PilotId(numbered("pilot", pilot));
  row.booking_id = BookingId(numbered("booking", pilot));
  row.status = BookingStatus::kInTransit;
  row.location.at = where;
  row.recorded_at = at;
  return row;
}

// A PENDING booking of sample user `user`.
inline Booking pending_booking(const std::string& id, int user, TimePoint now) {
  Booking booking = sample_booking(user, now);
  booking.id = BookingId(id);
  booking.booking_number = "WC-" + id;
  booking.pilot_id.reset();
  booking.vehicle_id.reset();
  booking.status = BookingStatus::kPending;
  booking.accepted_at.reset();
  booking.picked_up_at.reset();
  return booking;
}

class StoreContract : public ::testing::TestWithParam<Backend> {
 protected:
  StoreContract() : loop(clock), store(GetParam().open(folder, clock)), call(*store, loop) {
    const auto seeded = call.write([this](StoreWrites& writes) -> Result<void> {
      if (auto done = seed_basics(writes, now); !done) return done;
      return seed_rows(writes, 0, 3, now);
    });
    EXPECT_TRUE(seeded);
  }
  ~StoreContract() override { store.reset(); }

  // Sample pilot `number`, whose sample booking is over: online and free.
  void free_pilot(int number) {
    const auto done = call.write([&](StoreWrites& writes) -> Result<void> {
      for (const auto to : {BookingStatus::kArrivedDrop, BookingStatus::kDelivered}) {
        const auto change =
            change_status(writes, {.booking_id = BookingId(numbered("booking", number)),
                                   .to = to,
                                   .by_pilot = {},
                                   .by_user = {},
                                   .otp = {},
                                   .reason = {},
                                   .delivery_photo = {},
                                   .at = now});
        if (!change) return std::unexpected(change.error());
      }
      return writes.set_pilot_online(PilotId(numbered("pilot", number)), true, now);
    });
    ASSERT_TRUE(done);
  }
  void add_pending(const std::string& id) {
    const auto made = call.write(
        [&](StoreWrites& writes) { return add_booking(writes, pending_booking(id, 0, now)); });
    ASSERT_TRUE(made);
  }
  Result<AcceptOutcome> accept(const std::string& booking, int pilot) {
    return call.write([&](StoreWrites& writes) {
      return accept_booking(writes, accept_request(booking, pilot));
    });
  }
  AcceptRequest accept_request(const std::string& booking, int pilot) const {
    AcceptRequest request;
    request.booking_id = BookingId(booking);
    request.pilot_id = PilotId(numbered("pilot", pilot));
    request.at = now;
    return request;
  }
  StatusRequest status_request(const std::string& booking, BookingStatus to) const {
    StatusRequest request;
    request.booking_id = BookingId(booking);
    request.to = to;
    request.at = now;
    return request;
  }
  Result<BookingChange> change(const StatusRequest& request) {
    return call.write([&](StoreWrites& writes) { return change_status(writes, request); });
  }
  std::vector<HistoryEntry> track(const std::string& booking) {
    return call.read([&](StoreReads& reads) { return reads.track(BookingId(booking)); }).value();
  }

  const SystemClock clock;
  const TimePoint now{Duration{1'767'225'600'000}};
  TempFolder folder;
  ThreadLoop loop;
  std::unique_ptr<Store> store;
  StoreCaller call;
};

}  // namespace waycast
