#include "tracking/ports/events.h"

namespace waycast {

std::string_view to_string(OfferEnd reason) {
  switch (reason) {
    case OfferEnd::kTimeout:
      return "timeout";
    case OfferEnd::kTaken:
      return "taken";
    case OfferEnd::kCancelled:
      return "cancelled";
  }
  return "timeout";
}

}  // namespace waycast
