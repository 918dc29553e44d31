#include "tracking/live/device_clock.h"

#include <gtest/gtest.h>

namespace waycast {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class DeviceClockTest : public ::testing::Test {
 protected:
  // A live position, recorded `delay` before its arrival by a device whose clock is `ahead`.
  DeviceClock::Dating live(Duration ahead, Duration delay = Duration{80}) {
    now_ += seconds(1);
    return clock_.date({.recorded_at = now_ + ahead - delay}, now_, settings_);
  }
  DeviceClock::Dating told(Duration ahead, Duration age, Duration on_the_way = Duration{80}) {
    now_ += seconds(1);
    const TimePoint sent = now_ + ahead - on_the_way;
    return clock_.date({.recorded_at = sent - age, .sent_at = sent}, now_, settings_);
  }

  // How long before its arrival a position is dated.
  Duration behind(const DeviceClock::Dating& dating) const { return now_ - dating.at; }

  LiveSettings settings_;
  TimePoint now_{Duration{1'767'225'600'000}};
  DeviceClock clock_;
};

TEST_F(DeviceClockTest, ARightClockIsLeftAlone) {
  for (int i = 0; i < 10; ++i) EXPECT_EQ(behind(live({})), Duration{80});
  EXPECT_FALSE(clock_.is_corrected());
}

TEST_F(DeviceClockTest, ASteadyDelayIsTheClocksWhateverItsSign) {
  for (const Duration ahead : {Duration{-seconds(20)}, Duration{-hours(1)}, Duration{minutes(5)},
                               Duration{minutes(330)}}) {
    clock_ = {};
    live(ahead);
    live(ahead);
    EXPECT_FALSE(clock_.is_corrected());
    EXPECT_EQ(behind(live(ahead)), Duration{0});
    EXPECT_EQ(clock_.correction(), -ahead + Duration{80});
  }
}

TEST_F(DeviceClockTest, TheSmallestDelayIsNearest) {
  for (const int delay : {900, 2'000, 700, 1'500}) live(-hours(1), Duration{delay});
  EXPECT_EQ(clock_.correction(), hours(1) + Duration{700});
  EXPECT_EQ(behind(live(-hours(1), Duration{100})), Duration{0});
  EXPECT_EQ(clock_.correction(), hours(1) + Duration{100});
  EXPECT_EQ(behind(live(-hours(1), Duration{2'100})), seconds(2));
}

TEST_F(DeviceClockTest, AnAgeIsNotTheClocks) {
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(live({}, seconds(4)).is_dubious);
  EXPECT_FALSE(clock_.is_corrected());
  for (int i = 0; i < 10; ++i) live({}, seconds(10 + i * 6));  // a network that falls behind
  EXPECT_FALSE(clock_.is_corrected());
}

TEST_F(DeviceClockTest, ABurstIsNotSteady) {
  for (int i = 0; i < 10; ++i) {
    now_ += Duration{100};
    clock_.date({.recorded_at = now_ - seconds(20)}, now_, settings_);
  }
  EXPECT_FALSE(clock_.is_corrected());
}

TEST_F(DeviceClockTest, ADelayBeyondTheSettingIsNotTheClocks) {
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(live(-hours(25)).is_dubious);
  EXPECT_FALSE(clock_.is_corrected());
}

TEST_F(DeviceClockTest, TwoDevicesThatTakeTurnsAreNotCorrected) {
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(behind(live({})), Duration{80});
    EXPECT_EQ(behind(live(minutes(5))), Duration{0});
  }
  EXPECT_FALSE(clock_.is_corrected());
}

TEST_F(DeviceClockTest, AClockThatWasSetRightIsNoLongerCorrected) {
  for (int i = 0; i < 5; ++i) live(-hours(1));
  EXPECT_TRUE(clock_.is_corrected());
  EXPECT_EQ(behind(live({})), Duration{80});
  live({});
  live({});
  EXPECT_FALSE(clock_.is_corrected());
}

TEST_F(DeviceClockTest, TheServersClockMayStepAndTheDeviceFollowsIt) {
  for (int i = 0; i < 5; ++i) live({});
  now_ -= hours(1);
  for (int i = 0; i < 3; ++i) live(hours(1));
  EXPECT_EQ(clock_.correction(), -hours(1) + Duration{80});
}

TEST_F(DeviceClockTest, WhoSaysWhenTheySendAreDatedExactlyFromTheFirst) {
  const auto dating = told(hours(1), seconds(30));
  EXPECT_EQ(dating.at, now_ - seconds(30));
  EXPECT_TRUE(dating.is_told);
  EXPECT_FALSE(dating.is_dubious);
  EXPECT_EQ(clock_.correction(), -hours(1) + Duration{80});
}

TEST_F(DeviceClockTest, OfSeveralSendingsTheQuickestCounts) {
  told(-minutes(10), {}, seconds(3));
  told(-minutes(10), {}, Duration{50});
  EXPECT_EQ(behind(told(-minutes(10), seconds(30), seconds(8))), seconds(38) - Duration{50});
}

TEST_F(DeviceClockTest, ASendingLongAfterTheQuickestIsOfAnotherClock) {
  told({}, {});
  EXPECT_EQ(behind(told(-hours(2), seconds(5))), seconds(5));
  EXPECT_EQ(behind(told({}, seconds(5))), seconds(5) + Duration{80});
}

TEST_F(DeviceClockTest, TheTimeOnTheWayIsNotTheClocks) {
  EXPECT_EQ(behind(told({}, seconds(2), Duration{300})), seconds(2) + Duration{300});
  EXPECT_FALSE(clock_.is_corrected());
}

TEST_F(DeviceClockTest, ABatchIsCorrectedByItsSendingOrByWhatIsKnown) {
  EXPECT_EQ(clock_.correction_of_batch({}, now_, settings_), Duration{});
  for (int i = 0; i < 3; ++i) live(-hours(1));
  EXPECT_EQ(clock_.correction_of_batch({}, now_, settings_), hours(1) + Duration{80});
  EXPECT_EQ(clock_.correction_of_batch(now_ - hours(3), now_, settings_), hours(3));
}

}  // namespace
}  // namespace waycast
