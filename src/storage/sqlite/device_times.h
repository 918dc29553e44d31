// Points whose time was corrected: what their device said, beside their row of tracking_history.
//
// An id derives from the corrected time, which is another when the point comes again and more is
// known of the device's clock. What the device said is the same: by that a point is recognised.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "storage/sqlite/connection.h"
#include "tracking/points.h"

namespace waycast::sqlite {

class DeviceTimes {
 public:
  // `connection` outlives this.
  explicit DeviceTimes(Connection& connection) : db_(connection) {}

  Result<void> load();  // at start

  // Leaves those out that were stored before; of the others, what was corrected is noted.
  // `is_batch`: also one that is not corrected now may have been before. How many it left out.
  Result<std::size_t> leave_out_known(std::vector<const PointRow*>& points, bool is_batch);

 private:
  Result<bool> is_known(const PointRow& point);
  Result<bool> is_there(const PointRow& point);

  Connection& db_;
  bool is_empty_ = true;
};

// Of a booking's points, by their ids.
Result<std::unordered_map<std::string, TimePoint>> read_device_times(Connection& connection,
                                                                     const BookingId& booking);

}  // namespace waycast::sqlite
