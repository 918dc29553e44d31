// What tracking_history has no columns for, packed: a dozen bytes a point instead of a second row.
//
// A record is a variable-length integer, which holds the milliseconds since the record before it
// (zigzag) and which values follow, and then those values as doubles. Records of one booking follow
// each other; in the tail, which mixes bookings, each is led by the owner part of its point's id.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "tracking/points.h"

namespace waycast::sqlite {

struct TrackPoint {
  TimePoint at{};
  std::optional<double> heading, speed, accuracy;

  bool has_values() const { return heading || speed || accuracy; }
  friend bool operator==(const TrackPoint&, const TrackPoint&) = default;
};

TrackPoint track_point(const PointRow& point);

// The points of one booking, in any order.
class TrackPacker {
 public:
  void add(const TrackPoint& point);
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
  TimePoint before_{};
};

// What a TrackPacker made. Bytes that make no sense end it.
std::vector<TrackPoint> unpack_track(std::string_view packed);

struct TailPoint {
  std::string_view owner;  // of `packed`
  TrackPoint point;
};

inline constexpr std::size_t kIdTimeSize = 10;  // an id is its time, then its owner

void append_tail_point(std::string& out, std::string_view id, const TrackPoint& point);
std::vector<TailPoint> unpack_tail(std::string_view packed);

}  // namespace waycast::sqlite
