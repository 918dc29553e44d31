#include "webhook/envelope.h"

#include "base/json_writer.h"

namespace waycast::webhook {

Delivery make_delivery(std::string_view type, std::string_view data_json, std::string url,
                       TimePoint now) {
  Delivery delivery{new_id(now), std::string(type), std::move(url), {}, 0};
  JsonWriter writer(delivery.body);
  writer.begin_object().field("id", delivery.id).field("type", type).field("createdAt", now);
  writer.key("data").raw(data_json).end_object();
  return delivery;
}

}  // namespace waycast::webhook
