// Somebody on the streets: follows a way at a speed, waits at some crossings.
#pragma once

#include <vector>

#include "simulate/city.h"

namespace waycast::simulate {

class Traveller {
 public:
  // `city` outlives the traveller.
  Traveller(const City& city, Crossing start, Random random);

  void go_to(Crossing destination);
  void move(double seconds);  // simulated seconds

  bool arrived() const { return next_ >= way_.size(); }
  LatLng at() const { return at_; }
  Crossing last_crossing() const { return crossing_; }
  double heading() const { return heading_; }  // degrees clockwise from north, [0, 360)
  double speed() const { return waiting_ > 0 || arrived() ? 0 : speed_; }  // m/s

 private:
  void reach_crossing();

  const City& city_;
  Random random_;
  std::vector<Crossing> way_;
  std::size_t next_ = 0;  // index into way_ of the crossing ahead
  Crossing crossing_;
  LatLng at_;
  double heading_ = 0;
  double speed_ = 8;
  double waiting_ = 0;  // seconds left at this crossing
};

}  // namespace waycast::simulate
