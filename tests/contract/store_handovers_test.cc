// Wrong handover codes: counted across restarts, for as long as a lock may last.
#include "store_fixture.h"

namespace waycast {
namespace {

using namespace std::chrono_literals;

TEST_P(StoreContract, WrongHandoverCodesAreKeptUntilTheyAreOldOrForgiven) {
  const auto put = [&](const char* key, int wrong, Duration after) {
    ASSERT_TRUE(call.write(
        [&](StoreWrites& w) { return w.put_handover_attempts(key, {wrong, now + after}); }));
  };
  const auto wrong = [&](const char* key) {
    const auto found = call.read([&](StoreReads& r) { return r.handover_attempts(key); }).value();
    return found ? found->wrong : 0;
  };
  put("a", 1, 0s);
  put("a", 2, 1s);
  put("b", 5, 30min);
  EXPECT_EQ(wrong("a"), 2);
  EXPECT_EQ(wrong("b"), 5);
  EXPECT_EQ(wrong("c"), 0);
  put("c", 1, 1h + 2s);
  EXPECT_EQ(wrong("a"), 0) << "nobody asks for it any more";
  EXPECT_EQ(wrong("b"), 5);
  ASSERT_TRUE(call.write([&](StoreWrites& w) { return w.forget_handover_attempts("b"); }));
  EXPECT_EQ(wrong("b"), 0);
}

}  // namespace
}  // namespace waycast
