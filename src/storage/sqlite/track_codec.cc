#include "storage/sqlite/track_codec.h"

#include <bit>
#include <cstdint>
#include <cstring>

#include "base/ids.h"

namespace waycast::sqlite {
namespace {

constexpr std::uint64_t kHeading = 1, kSpeed = 2, kAccuracy = 4;
constexpr int kFlagBits = 3;
constexpr std::size_t kOwnerSize = kPointIdSize - kIdTimeSize;

static_assert(std::endian::native == std::endian::little, "the files are little-endian");

void append_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>((value & 0x7f) | 0x80));
  out.push_back(static_cast<char>(value));
}

std::optional<std::uint64_t> take_varint(std::string_view& in) {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64 && !in.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(in.front());
    in.remove_prefix(1);
    value |= std::uint64_t{byte & 0x7fU} << shift;
    if ((byte & 0x80) == 0) return value;
  }
  return std::nullopt;
}

void append_value(std::string& out, const std::optional<double>& value) {
  if (!value) return;
  char bytes[sizeof(double)];
  std::memcpy(bytes, &*value, sizeof bytes);
  out.append(bytes, sizeof bytes);
}

bool take_value(std::string_view& in, bool is_there, std::optional<double>& value) {
  if (!is_there) return true;
  if (in.size() < sizeof(double)) return false;
  std::memcpy(&value.emplace(), in.data(), sizeof(double));
  in.remove_prefix(sizeof(double));
  return true;
}

void append_record(std::string& out, TimePoint before, const TrackPoint& point) {
  const std::int64_t since = (point.at - before).count();
  const auto zigzag =
      (static_cast<std::uint64_t>(since) << 1) ^ static_cast<std::uint64_t>(since >> 63);
  append_varint(out, zigzag << kFlagBits | (point.heading ? kHeading : 0) |
                         (point.speed ? kSpeed : 0) | (point.accuracy ? kAccuracy : 0));
  append_value(out, point.heading);
  append_value(out, point.speed);
  append_value(out, point.accuracy);
}

std::optional<TrackPoint> take_record(std::string_view& in, TimePoint before) {
  const auto head = take_varint(in);
  if (!head) return std::nullopt;
  const std::uint64_t zigzag = *head >> kFlagBits;
  const auto since = static_cast<std::int64_t>((zigzag >> 1) ^ (~(zigzag & 1) + 1));
  TrackPoint point{.at = before + Duration{since}, .heading = {}, .speed = {}, .accuracy = {}};
  const bool is_whole = take_value(in, (*head & kHeading) != 0, point.heading) &&
                        take_value(in, (*head & kSpeed) != 0, point.speed) &&
                        take_value(in, (*head & kAccuracy) != 0, point.accuracy);
  if (!is_whole) return std::nullopt;
  return point;
}

}  // namespace

TrackPoint track_point(const PointRow& point) {
  return {point.recorded_at, point.location.heading, point.location.speed, point.location.accuracy};
}

void TrackPacker::add(const TrackPoint& point) {
  append_record(bytes_, before_, point);
  before_ = point.at;
}

std::vector<TrackPoint> unpack_track(std::string_view packed) {
  std::vector<TrackPoint> points;
  TimePoint before{};
  while (!packed.empty()) {
    const auto point = take_record(packed, before);
    if (!point) break;
    points.push_back(*point);
    before = point->at;
  }
  return points;
}

void append_tail_point(std::string& out, std::string_view id, const TrackPoint& point) {
  out.append(id.substr(kIdTimeSize));
  append_record(out, TimePoint{}, point);
}

std::vector<TailPoint> unpack_tail(std::string_view packed) {
  std::vector<TailPoint> points;
  while (packed.size() > kOwnerSize) {
    const std::string_view owner = packed.substr(0, kOwnerSize);
    packed.remove_prefix(kOwnerSize);
    const auto point = take_record(packed, TimePoint{});
    if (!point) break;
    points.push_back({owner, *point});
  }
  return points;
}

}  // namespace waycast::sqlite
