// Recorded shapes: what phones really send.
#include "tracking/live/position_filter.h"
#include "tracking/live/testing/places.h"

#include <gtest/gtest.h>

#include <set>

namespace waycast {
namespace {

using Verdict = PositionFilter::Verdict;

class Track {
 public:
  Verdict add(int second, LatLng at, double accuracy = 0, bool is_doubtful = false) {
    const PointRow row{.booking_id = BookingId("b"), .recorded_at = time(second)};
    std::vector<PointFlag> changes;
    const auto verdict =
        filter_.judge({at, accuracy, time(second)}, row, is_doubtful, settings_, changes);
    if (verdict == Verdict::kImplausible || verdict == Verdict::kVague) flagged_.insert(second);
    for (const PointFlag& change : changes) {
      const auto at_second = static_cast<int>((change.recorded_at - time(0)).count() / 1'000);
      if (change.is_flagged) {
        flagged_.insert(at_second);
      } else {
        flagged_.erase(at_second);
      }
    }
    return verdict;
  }
  void seed(int second, LatLng at) { filter_.seed({at, 0, time(second)}, BookingId("b")); }
  LatLng marker() const { return filter_.believed()->at; }
  const std::set<int>& flagged() const { return flagged_; }  // by their seconds

 private:
  static TimePoint time(int second) {
    return TimePoint{Duration{1'767'225'600'000 + second * 1'000}};
  }

  LiveSettings settings_;
  std::set<int> flagged_;
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
  EXPECT_EQ(track.add(1, kFarAway, 9'000'000), Verdict::kVague);
  EXPECT_EQ(track.add(40, kFarAway, 9'000'000), Verdict::kImplausible);
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
  EXPECT_EQ(track.add(40, north(6'000), 1'500), Verdict::kMoves);
}

TEST(PositionFilter, AVagueFixWaitsForTheBetterOneToGrowOld) {
  Track track;
  track.add(0, north(0), 10);
  EXPECT_EQ(track.add(1, north(2'500), 3'000), Verdict::kVague);
  EXPECT_EQ(track.marker(), north(0));
  EXPECT_EQ(track.add(2, north(20), 10), Verdict::kMoves);
  EXPECT_EQ(track.add(31, north(2'500), 3'000), Verdict::kVague);
  EXPECT_EQ(track.flagged(), (std::set{1, 31}));
  EXPECT_EQ(track.add(32, north(2'500), 3'000), Verdict::kMoves);  // nothing better for 30 s
  EXPECT_EQ(track.add(33, north(2'600), 3'000), Verdict::kMoves);  // as good
  EXPECT_EQ(track.add(34, north(100), 10), Verdict::kMoves);
}

TEST(PositionFilter, AFixOf200MetresIsGoodEnough) {
  Track track;
  track.add(0, north(0), 10);
  EXPECT_EQ(track.add(1, north(150), 200), Verdict::kMoves);
}

TEST(PositionFilter, ABeliefThatWasWrongIsFlaggedAndTheSuspectsAreNot) {
  Track track;
  for (int i = 0; i < 5; ++i) track.add(i, {0, 0});
  for (int i = 5; i < 7; ++i) {
    EXPECT_EQ(track.add(i, north(i * 10)), Verdict::kImplausible);
  }
  EXPECT_EQ(track.flagged(), (std::set{5, 6}));
  EXPECT_EQ(track.add(7, north(70)), Verdict::kMoves);
  EXPECT_EQ(track.flagged(), (std::set{0, 1, 2, 3, 4}));
}

TEST(PositionFilter, ABeliefThatReallyMovedIsNotRewritten) {
  Track track;
  for (int i = 0; i < 10; ++i) track.add(i, north(i * 10));
  for (int i = 10; i < 13; ++i) track.add(i, kFarAway);
  EXPECT_EQ(track.marker(), kFarAway);
  EXPECT_EQ(track.flagged(), std::set<int>{});
  // The far place did not move: it is the wrong one, when the road goes on.
  for (int i = 13; i < 16; ++i) track.add(i, north(i * 10));
  EXPECT_EQ(track.marker(), north(150));
  EXPECT_EQ(track.flagged(), (std::set{10, 11, 12}));
}

TEST(PositionFilter, MemoryOfAnUnconfirmedBeliefIsBounded) {
  Track track;
  for (int i = 0; i < 1'000; ++i) track.add(i, {0, 0});
  for (int i = 1'000; i < 1'003; ++i) track.add(i, north(i));
  EXPECT_EQ(track.marker(), north(1'002));
  EXPECT_EQ(track.flagged(), std::set<int>{});
}

TEST(PositionFilter, ADoubtfulFirstFixNeedsTwoMoreThatAgree) {
  Track track;
  EXPECT_EQ(track.add(0, {0, 0}, 0, true), Verdict::kImplausible);
  EXPECT_EQ(track.add(1, {0, 0}, 0, true), Verdict::kImplausible);
  EXPECT_EQ(track.add(2, {0, 0}, 0, true), Verdict::kMoves);  // somebody is really there
  EXPECT_EQ(track.flagged(), std::set<int>{});
}

TEST(PositionFilter, AfterADoubtfulFirstFixTheNextIsBelievedAtOnce) {
  Track track;
  EXPECT_EQ(track.add(0, {0, 0}, 0, true), Verdict::kImplausible);
  EXPECT_EQ(track.add(1, north(0)), Verdict::kMoves);
  EXPECT_EQ(track.flagged(), std::set{0});
}

TEST(PositionFilter, WhatWasStoredLastIsBelievedUntilThreeSayOtherwise) {
  Track track;
  track.seed(0, north(0));
  EXPECT_EQ(track.add(5, kFarAway), Verdict::kImplausible);
  EXPECT_EQ(track.add(6, north(60)), Verdict::kMoves);
  Track wrong;
  wrong.seed(0, {0, 0});
  for (int i = 5; i < 8; ++i) wrong.add(i, north(i));
  EXPECT_EQ(wrong.marker(), north(7));
  EXPECT_EQ(wrong.flagged(), std::set{0});
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
