#include "storage/write_queue.h"

#include <gtest/gtest.h>

namespace waycast {
namespace {

PendingOperation operation_of(std::size_t rows) {
  PendingOperation operation;
  operation.rows = rows;
  return operation;
}

TEST(WriteQueue, RefusesOperationsBeyondItsLimit) {
  WriteQueue queue({.max_operations = 2});
  for (const bool fits : {true, true, false}) {
    PendingOperation operation = operation_of(1);
    EXPECT_EQ(queue.push(operation), fits);
  }
}

TEST(WriteQueue, ABatchOfPointsCountsItsPoints) {
  WriteQueue queue({.max_points = 1'000});
  for (const bool fits : {true, true, false}) {
    PendingOperation batch = operation_of(500);
    EXPECT_EQ(queue.push(batch), fits);
  }
  PendingOperation other = operation_of(1);
  EXPECT_TRUE(queue.push(other)) << "what is no batch has a limit of its own";
}

}  // namespace
}  // namespace waycast
