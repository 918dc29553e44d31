#include <algorithm>

#include "store_fixture.h"

namespace waycast {
namespace {

using namespace std::chrono_literals;

INSTANTIATE_TEST_SUITE_P(Backends, StoreContract, ::testing::ValuesIn(every_backend()),
                         [](const auto& test) { return test.param.name; });

TEST_P(StoreContract, ADeliveryEarnsCountsAndFreesThePilot) {
  free_pilot(0);
  const auto pilot =
      call.read([](StoreReads& r) { return r.fleet_pilot(PilotId("pilot-000000")); });
  EXPECT_EQ((*pilot)->pilot.total_deliveries, 1);
  EXPECT_NEAR((*pilot)->pilot.total_earnings, sample_booking(0, now).total_amount * 0.8, 0.006);
  EXPECT_FALSE((*pilot)->active_booking);
  const auto booking =
      call.read([](StoreReads& r) { return r.booking(BookingId("booking-000000")); });
  EXPECT_EQ((*booking)->payment_status, PaymentStatus::kCompleted);
  EXPECT_EQ((*booking)->delivered_at, now);
}

TEST_P(StoreContract, ARepeatedStatusSucceedsUnchanged) {
  const auto repeat = change(status_request("booking-000001", BookingStatus::kInTransit));
  ASSERT_TRUE(repeat);
  EXPECT_FALSE(repeat->changed());
}

TEST_P(StoreContract, StatusChangesAreRefusedWithTheirCode) {
  EXPECT_EQ(change(status_request("nowhere", BookingStatus::kCancelled)).error().code,
            Code::kBookingNotFound);
  EXPECT_EQ(change(status_request("booking-000001", BookingStatus::kCancelled)).error().code,
            Code::kInvalidStatusChange);
  auto stranger = status_request("booking-000001", BookingStatus::kArrivedDrop);
  stranger.by_pilot = PilotId("pilot-000002");
  EXPECT_EQ(change(stranger).error().code, Code::kNotYours);
}

TEST_P(StoreContract, AnOtpIsCheckedWhenRequired) {
  ASSERT_TRUE(change(status_request("booking-000001", BookingStatus::kArrivedDrop)));
  auto deliver = status_request("booking-000001", BookingStatus::kDelivered);
  deliver.require_otp = true;
  deliver.otp = "0000";
  EXPECT_EQ(change(deliver).error().field, "otp");
  deliver.otp = "2222";
  EXPECT_TRUE(change(deliver));
}

TEST_P(StoreContract, OneOfTwoAcceptsWinsABooking) {
  free_pilot(0);
  free_pilot(1);
  add_pending("b");
  auto first = call.start_write(
      [r = accept_request("b", 0)](StoreWrites& w) { return accept_booking(w, r); });
  auto second = call.start_write(
      [r = accept_request("b", 1)](StoreWrites& w) { return accept_booking(w, r); });
  const auto won = first.get();
  ASSERT_TRUE(won);
  EXPECT_EQ(won->change.details.pilot_name, "Pilot 0");
  EXPECT_EQ(second.get().error().code, Code::kOfferAnswered);
}

TEST_P(StoreContract, TheJournalTellsHowAnOfferWasAnswered) {
  Offer offer;
  offer.id = OfferId("o");
  offer.booking_id = BookingId("booking-000000");
  offer.pilot_id = PilotId("pilot-000000");
  offer.created_at = now;
  offer.expires_at = now + 30s;
  JournalEntry offered;
  offered.id = "j1";
  offered.booking_id = offer.booking_id;
  offered.pilot_id = offer.pilot_id;
  offered.offer_id = offer.id;
  offered.reason = "offered";
  offered.created_at = now;
  JournalEntry passed_over = offered;
  passed_over.id = "j2";
  passed_over.pilot_id = PilotId("pilot-000001");
  passed_over.offer_id.reset();
  passed_over.reason = "busy";
  ASSERT_TRUE(
      call.write([&](StoreWrites& w) { return w.put_offers({offer}, {offered, passed_over}); }));
  ASSERT_TRUE(call.write([&](StoreWrites& w) {
    return close_offer(w, offer.id, offer.pilot_id, OfferState::kDeclined, now + 2s);
  }));
  const auto page = call.read([&](StoreReads& r) { return r.journal(offer.booking_id, {}); });
  const std::vector<JournalEntry>& journal = page->items;
  ASSERT_EQ(journal.size(), 2U);
  EXPECT_EQ(journal.at(0).answer, OfferState::kDeclined);
  EXPECT_EQ(journal.at(0).latency, 2.0);
  EXPECT_EQ(journal.at(1).reason, "busy");
  EXPECT_FALSE(journal.at(1).answer);
}

TEST_P(StoreContract, APilotHoldsOneActiveBooking) {
  free_pilot(0);
  add_pending("b");
  add_pending("c");
  ASSERT_TRUE(accept("b", 0));
  EXPECT_EQ(accept("c", 0).error().code, Code::kPilotNotAvailable);
}

TEST_P(StoreContract, AnAcceptClosesTheOtherOffers) {
  free_pilot(0);
  free_pilot(1);
  add_pending("b");
  const auto offer = [&](const char* id, int pilot) {
    Offer o;
    o.id = OfferId(id);
    o.booking_id = BookingId("b");
    o.pilot_id = PilotId(numbered("pilot", pilot));
    o.created_at = now;
    o.expires_at = now + 30s;
    return o;
  };
  ASSERT_TRUE(call.write(
      [&](StoreWrites& w) { return w.put_offers({offer("o0", 0), offer("o1", 1)}, {}); }));
  auto late = accept_request("b", 1);
  late.offer_id = OfferId("o1");
  late.at = now + 30s;
  EXPECT_EQ(call.write([&](StoreWrites& w) { return accept_booking(w, late); }).error().code,
            Code::kOfferExpired);
  const auto outcome = accept("b", 0);
  ASSERT_TRUE(outcome);
  ASSERT_EQ(outcome->taken.size(), 1U);
  EXPECT_EQ(outcome->taken[0].id, OfferId("o1"));
  const auto won = call.read([](StoreReads& r) { return r.offer(OfferId("o0")); });
  EXPECT_EQ((*won)->state, OfferState::kAccepted);
}

TEST_P(StoreContract, ARepeatedBatchStoresNothingTwice) {
  std::vector<PointRow> points;
  for (int i = 0; i < 10; ++i) points.push_back(point_of(0, now + i * 1s, {1.0 + i, 2}));
  EXPECT_EQ(call.append_all(points)->stored, 10U);
  EXPECT_EQ(call.append_all(points)->duplicates, 10U);
  EXPECT_EQ(track("booking-000000").size(), 11U);
}

TEST_P(StoreContract, ATrackIsInOrderWhateverTheOrderOfArrival) {
  for (const int second : {1, 2, 3, 4, 5, 6, 7, 8, 9, 30, 29, 28, 27, 0, 10}) {
    auto point = point_of(1, now + 1s + second * 1s, {second * 1.0, 2});
    point.location.speed = second;
    ASSERT_TRUE(call.append(point));
  }
  ASSERT_TRUE(call.append(point_of(2, now + 4s, {50, 2})));
  const auto entries = track("booking-000001");
  ASSERT_EQ(entries.size(), 16U);
  EXPECT_TRUE(std::ranges::is_sorted(entries, {}, &HistoryEntry::created_at));
  EXPECT_EQ(entries.back().speed, 30.0);
  EXPECT_EQ(track("booking-000002").size(), 2U);
}

TEST_P(StoreContract, AnOlderOrFlaggedPointMovesNobody) {
  ASSERT_TRUE(call.append(point_of(0, now + 5s, {10, 20})));
  ASSERT_TRUE(call.append(point_of(0, now + 1s, {1, 2})));
  auto flagged = point_of(0, now + 9s, {80, 80});
  flagged.is_flagged = true;
  ASSERT_TRUE(call.append(flagged));
  const auto pilot = call.read([](StoreReads& r) { return r.pilot(PilotId("pilot-000000")); });
  EXPECT_EQ((*pilot)->current, (LatLng{10, 20}));
  EXPECT_TRUE(track("booking-000000").back().is_flagged);
}

TEST_P(StoreContract, WhoWentStaleIsRememberedUntilTheyComeOrGo) {
  const PilotId id("pilot-000000");
  const auto is_stale = [&] {
    const Principal who{Role::kPilot, id.str(), {}, {}};
    return call.read([&](StoreReads& r) { return r.principal(who, now, 0s); })->is_stale;
  };
  for (const bool comes : {true, false}) {
    ASSERT_TRUE(call.write([&](StoreWrites& w) { return w.set_pilot_online(id, true, now); }));
    ASSERT_TRUE(call.write([&](StoreWrites& w) { return w.set_pilot_stale(id, now); }));
    EXPECT_TRUE(is_stale());
    EXPECT_TRUE(call.read([](StoreReads& r) { return r.online_pilots(); })->empty());
    ASSERT_TRUE(call.write([&](StoreWrites& w) { return w.set_pilot_online(id, comes, now); }));
    EXPECT_FALSE(is_stale());
  }
}

TEST_P(StoreContract, ARefusedOperationLeavesNothingAndHarmsNobody) {
  auto refused = call.start_write([&](StoreWrites& w) -> Result<void> {
    (void)w.set_pilot_online(PilotId("pilot-000000"), true, now);
    return fail(Code::kForbidden);
  });
  auto kept = call.start_write(
      [&](StoreWrites& w) { return w.set_pilot_online(PilotId("pilot-000001"), true, now); });
  EXPECT_EQ(refused.get().error().code, Code::kForbidden);
  EXPECT_TRUE(kept.get());
  const auto online = call.read([](StoreReads& r) { return r.online_pilots(); });
  ASSERT_EQ(online->size(), 1U);
  EXPECT_EQ(online->front().pilot.id, PilotId("pilot-000001"));
}

TEST_P(StoreContract, KeysAreUnique) {
  auto twin = sample_user(9, now);
  twin.phone = sample_user(0, now).phone;
  EXPECT_EQ(call.write([&](StoreWrites& w) { return w.put_user(twin); }).error().code,
            Code::kDuplicate);
  const auto answer = [&](StoreWrites& w) { return w.put_idempotent_answer("s", "k", "{}", now); };
  EXPECT_TRUE(call.write(answer));
  EXPECT_EQ(call.write(answer).error().code, Code::kDuplicate);
}

TEST_P(StoreContract, AKeyAndWhatItStandsForAreOneOperation) {
  const auto book = [&](const std::string& id) {
    return call.write([&](StoreWrites& w) -> Result<BookingDetails> {
      auto made = add_booking(w, pending_booking(id, 0, now));
      if (!made) return made;
      const auto kept = w.put_idempotent_answer("s", "k", id, now);
      if (!kept) return std::unexpected(kept.error());
      return made;
    });
  };
  const auto exists = [&](const char* id) {
    return call.read([&](StoreReads& r) { return r.booking(BookingId(id)); })->has_value();
  };
  EXPECT_TRUE(book("first"));
  EXPECT_EQ(book("second").error().code, Code::kDuplicate);
  EXPECT_TRUE(exists("first"));
  EXPECT_FALSE(exists("second"));
  const auto kept = call.read([](StoreReads& r) { return r.idempotent_answer("s", "k"); });
  EXPECT_EQ(*kept, "first");
}

TEST_P(StoreContract, AnswersOfRepeatedRequestsAreForgottenAfterADay) {
  const auto put = [&](const char* scope, const char* key, Duration after) {
    return call.write([&, at = now + after](StoreWrites& w) {
      return w.put_idempotent_answer(scope, key, "{}", at);
    });
  };
  const auto kept = [&](const char* scope, const char* key) {
    return call.read([&](StoreReads& r) { return r.idempotent_answer(scope, key); })->has_value();
  };
  ASSERT_TRUE(put("s", "first", 0s));
  ASSERT_TRUE(put("other", "first", 0s));
  ASSERT_TRUE(put("s", "second", 23h));
  EXPECT_TRUE(kept("s", "first"));
  ASSERT_TRUE(put("s", "third", 25h));
  EXPECT_FALSE(kept("s", "first"));
  EXPECT_TRUE(kept("s", "second"));
  EXPECT_FALSE(kept("other", "first")) << "whoever they belonged to";
}

}  // namespace
}  // namespace waycast
