#include "base/when_all.h"

#include <gtest/gtest.h>

#include <vector>

namespace waycast {
namespace {

TEST(WhenAllTest, WaitsForTheLastPart) {
  int runs = 0;
  WhenAll all([&] { ++runs; });
  std::vector<Task> parts;
  for (int i = 0; i < 3; ++i) parts.push_back(all.part());
  all.close();
  parts[2]();
  parts[0]();
  EXPECT_EQ(runs, 0);
  parts[1]();
  EXPECT_EQ(runs, 1);
}

TEST(WhenAllTest, DoesNotRunBeforeAllPartsAreKnown) {
  int runs = 0;
  WhenAll all([&] { ++runs; });
  all.part()();  // done at once, before the next is begun
  EXPECT_EQ(runs, 0);
  all.part()();
  all.close();
  EXPECT_EQ(runs, 1);
}

TEST(WhenAllTest, RunsAtOnceIfThereIsNothingToWaitFor) {
  int runs = 0;
  WhenAll all([&] { ++runs; });
  all.close();
  EXPECT_EQ(runs, 1);
}

}  // namespace
}  // namespace waycast
