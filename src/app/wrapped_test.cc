#include "app/wrapped.h"

#include <gtest/gtest.h>

namespace waycast::app {
namespace {

TEST(Wrapped, BreaksBetweenWords) {
  EXPECT_EQ(wrapped("one two three", 7, "\n"), "one two\nthree");
  EXPECT_EQ(wrapped("one two three", 6, "\n# "), "one\n# two\n# three");
}

TEST(Wrapped, LeavesWhatFits) {
  EXPECT_EQ(wrapped("", 5, "\n"), "");
  EXPECT_EQ(wrapped("12345", 5, "\n"), "12345");
}

TEST(Wrapped, AWordThatIsTooLongHasItsOwnLine) {
  EXPECT_EQ(wrapped("a Kolkata b", 4, "\n"), "a\nKolkata\nb");
  EXPECT_EQ(wrapped("Kolkata", 4, "\n"), "Kolkata");
}

}  // namespace
}  // namespace waycast::app
