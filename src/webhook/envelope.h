// The body of every webhook: { id, type, createdAt, data }.
#pragma once

#include <string_view>

#include "webhook/retry_queue.h"

namespace waycast::webhook {

// A delivery with a new id. `data_json` is a complete JSON text.
Delivery make_delivery(std::string_view type, std::string_view data_json, std::string url,
                       TimePoint now);

}  // namespace waycast::webhook
