// The caller's own places.
#include <fmt/format.h>

#include "api/body_reader.h"
#include "api/call.h"
#include "api/query_reader.h"
#include "api/read_answer.h"
#include "api/repeatable.h"
#include "api/resource_json.h"
#include "api/resources.h"

namespace waycast::api {
namespace {

std::string address_text(const Address& address) {
  return json_text([&](JsonWriter& json) { write_address(json, address); });
}

// Another's address is answered like one that does not exist.
Result<Address> own_address(StoreReads& reads, const AddressId& id, const UserId& owner) {
  auto address = required(reads.address(id), Code::kAddressNotFound);
  if (address && address->user_id != owner) return fail(Code::kAddressNotFound);
  return address;
}

Result<Address> add_address(StoreWrites& writes, const Address& address, AccountRoom& room) {
  const auto owner = required(writes.reads().user(address.user_id), Code::kUserNotFound);
  if (!owner) return std::unexpected(owner.error());
  const auto has_room = room.check(writes.reads(), Holding::kAddresses, address.user_id.str());
  if (!has_room) return std::unexpected(has_room.error());
  if (auto put = writes.put_address(address); !put) return std::unexpected(put.error());
  return address;
}

void create_address(const Services& services, AccountRoom& room, const CallRef& call) {
  BodyReader body(call->request().body);
  Address address;
  address.label = body.optional_text("label", 50).value_or("Other");
  address.address = body.text("address", 500);
  address.landmark = body.optional_text("landmark", 200);
  address.city = body.text("city", 100);
  address.state = body.text("state", 100);
  address.pincode = body.plain("pincode", 20);
  address.at = body.position();
  address.is_default = body.optional_flag("isDefault").value_or(false);
  if (!body.ok()) return call->fail(body.errors());
  address.created_at = address.updated_at = services.clock.now();
  address.id = AddressId(new_id(address.created_at));
  address.user_id = call->who().user_id();
  write_and_answer(
      services.store, call,
      [address, &room](StoreWrites& writes) { return add_address(writes, address, room); },
      [](const Address& made) { return success(201, "Address created", address_text(made)); });
}

void list_addresses(const Services& services, const CallRef& call) {
  QueryReader query(call->request().query());
  const auto page = query.page(100);
  if (!query.ok()) return call->fail(query.errors());
  read_and_answer(
      services.store, call,
      [owner = call->who().user_id(), page](StoreReads& reads) {
        return reads.addresses(owner, page);
      },
      page_answer("Addresses", page, write_address));
}

void show_address(const Services& services, const CallRef& call) {
  services.store.read(
      call->loop(),
      [id = AddressId(call->param("id")), owner = call->who().user_id()](StoreReads& reads) {
        return own_address(reads, id, owner);
      },
      call->then([call](const Address& address) { call->ok("Address", address_text(address)); }));
}

struct AddressPatch {
  std::optional<std::string> label, address, city, state, pincode;
  Patch<std::string> landmark;
  std::optional<double> lat, lng;
  std::optional<bool> is_default;
};

AddressPatch read_address_patch(BodyReader& body) {
  const auto kept = [&](std::string_view field, std::size_t max) {
    return body.has(field) ? std::optional(body.text(field, max)) : std::nullopt;
  };
  return {.label = kept("label", 50),
          .address = kept("address", 500),
          .city = kept("city", 100),
          .state = kept("state", 100),
          .pincode = body.has("pincode") ? std::optional(body.plain("pincode", 20)) : std::nullopt,
          .landmark = body.text_patch("landmark", 200),
          .lat = body.optional_number("lat", {-90, 90}),
          .lng = body.optional_number("lng", {-180, 180}),
          .is_default = body.optional_flag("isDefault")};
}

void apply(const AddressPatch& patch, Address& address) {
  address.label = patch.label.value_or(address.label);
  address.address = patch.address.value_or(address.address);
  patch.landmark.apply(address.landmark);
  address.city = patch.city.value_or(address.city);
  address.state = patch.state.value_or(address.state);
  address.pincode = patch.pincode.value_or(address.pincode);
  address.at = {patch.lat.value_or(address.at.lat), patch.lng.value_or(address.at.lng)};
  address.is_default = patch.is_default.value_or(address.is_default);
}

// Bookings keep the place they were made with: no change of an address is one of theirs.
Result<Address> change_address(StoreWrites& writes, const AddressPatch& patch, Address address,
                               TimePoint now) {
  apply(patch, address);
  address.updated_at = now;
  if (auto put = writes.put_address(address); !put) return std::unexpected(put.error());
  return address;
}

void edit_address(const Services& services, const CallRef& call) {
  BodyReader body(call->request().body);
  auto patch = read_address_patch(body);
  if (!body.ok()) return call->fail(body.errors());
  services.store.write(
      call->loop(),
      [patch = std::move(patch), id = AddressId(call->param("id")), owner = call->who().user_id(),
       now = services.clock.now()](StoreWrites& writes) -> Result<Address> {
        auto address = own_address(writes.reads(), id, owner);
        if (!address) return address;
        return change_address(writes, patch, *std::move(address), now);
      },
      call->then(
          [call](const Address& address) { call->ok("Address updated", address_text(address)); }));
}

void remove_address(const Services& services, const CallRef& call) {
  services.store.write(
      call->loop(),
      [id = AddressId(call->param("id")),
       owner = call->who().user_id()](StoreWrites& writes) -> Result<Address> {
        auto address = own_address(writes.reads(), id, owner);
        if (!address) return address;
        if (auto gone = writes.delete_address(id); !gone) return std::unexpected(gone.error());
        return address;
      },
      call->then(
          [call](const Address& address) { call->ok("Address deleted", address_text(address)); }));
}

}  // namespace

void add_address_routes(Router& router, const Services& services, AccountRoom& room) {
  const auto add = [&](std::string_view method, std::string_view path,
                       void (*handler)(const Services&, const CallRef&)) {
    router.add(method, fmt::format("{}/addresses{}", kApiRoot, path), Access::kUser,
               [&services, handler](const CallRef& call) { handler(services, call); });
  };
  router.add("POST", fmt::format("{}/addresses", kApiRoot), Access::kUser,
             [&services, &room](const CallRef& call) { create_address(services, room, call); });
  add("GET", "", list_addresses);
  add("GET", "/:id", show_address);
  add("PATCH", "/:id", edit_address);
  add("DELETE", "/:id", remove_address);
}

}  // namespace waycast::api
