#include "simulate/traveller.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace waycast::simulate {
namespace {

double bearing(LatLng from, LatLng to) {
  constexpr double kRadians = std::numbers::pi / 180;
  const double east = (to.lng - from.lng) * std::cos(from.lat * kRadians);
  const double degrees = std::atan2(east, to.lat - from.lat) / kRadians;
  const double turned = std::fmod(degrees + 360, 360);
  return std::round(turned * 10) / 10 >= 360 ? 0 : std::round(turned * 10) / 10;
}

}  // namespace

Traveller::Traveller(const City& city, Crossing start, Random random)
    : city_(city), random_(random), crossing_(start), at_(city.at(start)) {
  speed_ = random_.between(6, 13);
}

// From the middle of a street the way leads through the crossing ahead.
void Traveller::go_to(Crossing destination) {
  const bool on_street = !arrived();
  way_ = city_.way(on_street ? way_[next_] : crossing_, destination);
  next_ = on_street ? 0 : 1;
}

void Traveller::move(double seconds) {
  while (seconds > 0 && !arrived()) {
    if (waiting_ > 0) {
      const double wait = std::min(waiting_, seconds);
      waiting_ -= wait;
      seconds -= wait;
      continue;
    }
    const LatLng ahead = city_.at(way_[next_]);
    const double left = haversine_km(at_, ahead) * 1000;
    const double step = speed_ * seconds;
    if (step < left) {
      heading_ = bearing(at_, ahead);
      const double part = step / left;
      at_ = {at_.lat + (ahead.lat - at_.lat) * part, at_.lng + (ahead.lng - at_.lng) * part};
      return;
    }
    seconds -= left / speed_;
    reach_crossing();
  }
}

void Traveller::reach_crossing() {
  crossing_ = way_[next_++];
  at_ = city_.at(crossing_);
  speed_ = std::clamp(speed_ + random_.between(-1.5, 1.5), 5.0, 15.0);
  if (random_.chance(0.15)) waiting_ = random_.between(3, 25);
}

}  // namespace waycast::simulate
