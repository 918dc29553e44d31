#include "storage/sqlite/track_codec.h"

#include <gtest/gtest.h>

#include "base/ids.h"

namespace waycast::sqlite {
namespace {

const TimePoint kAt{Duration{1'767'225'600'000}};

TEST(TrackCodec, PointsComeBackExactlyInWhateverOrder) {
  const std::vector<TrackPoint> points{{kAt, 359.999, 25.5, 0.1},
                                       {kAt - Duration{86'400'000}, {}, {}, {}},
                                       {kAt + Duration{1}, {}, 1.0 / 3, {}},
                                       {TimePoint{Duration{-5}}, 90.0, {}, {}},
                                       {kAt + Duration{1}, {}, {}, 1e300}};
  TrackPacker packer;
  for (const TrackPoint& point : points) packer.add(point);
  EXPECT_EQ(unpack_track(packer.bytes()), points);
}

TEST(TrackCodec, APointOfASteadyPilotTakesAFewBytes) {
  TrackPacker packer;
  for (int i = 0; i < 100; ++i) packer.add({kAt + i * Duration{1'000}, {}, {}, {}});
  EXPECT_LT(packer.bytes().size(), 100U * 3 + 10);
}

TEST(TrackCodec, TheTailTellsWhosePointItIs) {
  std::string tail;
  const std::string first = point_id("booking-1", kAt);
  const std::string second = point_id("booking-2", kAt);
  append_tail_point(tail, first, {kAt, 1.0, 2.0, {}});
  append_tail_point(tail, second, {kAt, {}, {}, 3.0});
  const auto points = unpack_tail(tail);
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(points[1].owner, second.substr(kIdTimeSize));
  EXPECT_EQ(points[1].point, (TrackPoint{kAt, {}, {}, 3.0}));
}

TEST(TrackCodec, DamagedBytesEndTheTrack) {
  TrackPacker packer;
  packer.add({kAt, 1.0, {}, {}});
  packer.add({kAt, 2.0, {}, {}});
  for (std::size_t cut = 0; cut < packer.bytes().size(); ++cut) {
    EXPECT_LE(unpack_track(packer.bytes().substr(0, cut)).size(), 1U);
  }
  EXPECT_TRUE(unpack_track(std::string(20, '\xff')).empty());
}

}  // namespace
}  // namespace waycast::sqlite
