// Adds many rows to tracking_history with few statements: one statement for each kRows rows costs a
// third less than one for each row.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite/connection.h"
#include "tracking/points.h"

namespace waycast::sqlite {

struct NewPoint {
  const PointRow* row;
  std::string_view id;
  std::string_view created_at;
};

// The ids and times of points, made in one buffer that is used again.
class NewPoints {
 public:
  // In the order of their ids, which is that of the table. Valid until the next call; those without
  // a booking are left out.
  const std::vector<NewPoint>& make(const std::vector<const PointRow*>& rows);

 private:
  std::string text_;
  std::vector<NewPoint> points_;
};

class HistoryInsert {
 public:
  static constexpr std::size_t kRows = 20;

  explicit HistoryInsert(Connection& connection);

  // Inserts up to kRows rows, those that exist already excepted; how many it inserted.
  Result<int> run(const NewPoint* first, std::size_t count);

 private:
  Connection& db_;
  std::string one_;
  std::string many_;
};

}  // namespace waycast::sqlite
