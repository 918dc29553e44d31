// Recorded shapes: what phones really send.
#include "tracking/live/position_filter.h"
#include "tracking/live/testing/places.h"

#include <gtest/gtest.h>

namespace waycast {
namespace {

using Verdict = PositionFilter::Verdict;

class Track {
 public:
  Verdict add(int second, LatLng at, double accuracy = 0) {
    return filter_.judge({at, accuracy, TimePoint{Duration{1'767'225'600'000 + second * 1'000}}},
                         settings_);
  }
  LatLng marker() const { return filter_.believed()->at; }

 private:
  LiveSettings settings_;
  PositionFilter filter_;
};

using testing::kStart;
using testing::north;
constexpr LatLng kFarAway{48.8566, 2.3522};  // some 7,800 km

TEST(PositionFilter, SpikeOfThousandsOfKilometresDoesNotMoveTheMarker) {
  Track track;
  EXPECT_EQ(track.add(0, north(0)), Verdict::kMoves);
  EXPECT_EQ(track.add(1, kFarAway), Verdict::kImplausible);
  EXPECT_EQ(track.marker(), north(0));
  EXPECT_EQ(track.add(2, north(30)), Verdict::kMoves);
  EXPECT_EQ(track.add(3, kFarAway), Verdict::kImplausible);
  EXPECT_EQ(track.add(4, kFarAway), Verdict::kImplausible);
  EXPECT_EQ(track.add(5, north(60)), Verdict::kMoves);
}

TEST(PositionFilter, SpikeWithHugeReportedInaccuracyIsStillASpike) {
  Track track;
  track.add(0, north(0));
  EXPECT_EQ(track.add(1, kFarAway, 9'000'000), Verdict::kImplausible);
}

TEST(PositionFilter, TunnelIsAJumpWithTimeToMakeIt) {
  Track track;
  track.add(0, north(0));
  track.add(1, north(25));
  EXPECT_EQ(track.add(181, north(4'500)), Verdict::kMoves);  // 3 minutes at 90 km/h
}

TEST(PositionFilter, ParkedDriftIsBelieved) {
  Track track;
  const double drift[] = {0, 4, -7, 12, 35, -28, 3, 80, -60, 2};
  int second = 0;
  for (const double metres : drift) {
    EXPECT_EQ(track.add(second++, north(metres), 40), Verdict::kMoves);
  }
}

TEST(PositionFilter, CellTowerFixIsBelievedWithinItsInaccuracyOnly) {
  Track track;
  track.add(0, north(0), 10);
  EXPECT_EQ(track.add(1, north(2'500), 0), Verdict::kImplausible);
  EXPECT_EQ(track.add(2, north(2'500), 1'500), Verdict::kMoves);
}

TEST(PositionFilter, HealsAfterThreeConsistentPoints) {
  Track track;
  track.add(0, kFarAway);  // the first fix of the day was wrong
  EXPECT_EQ(track.add(1, north(0)), Verdict::kImplausible);
  EXPECT_EQ(track.add(2, north(20)), Verdict::kImplausible);
  EXPECT_EQ(track.add(3, north(40)), Verdict::kMoves);
  EXPECT_EQ(track.marker(), north(40));
  EXPECT_EQ(track.add(4, north(60)), Verdict::kMoves);
}

TEST(PositionFilter, SpikesInDifferentPlacesNeverAgree) {
  Track track;
  track.add(0, north(0));
  for (int i = 1; i < 9; ++i) {
    EXPECT_EQ(track.add(i, {10.0 + i * 5, 20}), Verdict::kImplausible);
  }
  EXPECT_EQ(track.marker(), north(0));
}

TEST(PositionFilter, SecondDeviceLeftAtHomeDoesNotMakeTheMarkerCommute) {
  Track track;
  for (int i = 0; i < 20; i += 2) {
    EXPECT_EQ(track.add(i, north(i * 10)), Verdict::kMoves);
    EXPECT_EQ(track.add(i + 1, north(-20'000)), Verdict::kImplausible);
  }
  EXPECT_EQ(track.marker(), north(180));
}

TEST(PositionFilter, TwoDevicesInOneCarBothMoveIt) {
  Track track;
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(track.add(i, north(i * 12 + (i % 2) * 5), 15), Verdict::kMoves);
  }
}

TEST(PositionFilter, OutOfOrderAndRepeatedPointsNeverMoveItBack) {
  Track track;
  track.add(10, north(100));
  EXPECT_EQ(track.add(5, north(50)), Verdict::kOld);
  EXPECT_EQ(track.add(10, north(101)), Verdict::kOld);
  EXPECT_EQ(track.marker(), north(100));
}

}  // namespace
}  // namespace waycast
