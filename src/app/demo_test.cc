#include "app/demo.h"

#include <gtest/gtest.h>

namespace waycast::app {
namespace {

TEST(Demo, FlagsThatItDecidesItselfAreRefused) {
  for (const auto& [name, flag] : std::map<std::string, std::string>{
           {"database", "--database"}, {"address", "--address"}, {"tls_key", "--tls-key"}}) {
    const auto checked = check_demo_flags({{"port", "0"}, {name, "x"}});
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().message,
              "--demo and " + flag + " contradict each other: a demo decides that itself");
  }
  EXPECT_TRUE(check_demo_flags({{"port", "0"}, {"database", ""}}));
}

}  // namespace
}  // namespace waycast::app
