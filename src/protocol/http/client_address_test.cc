#include "protocol/http/client_address.h"

#include <gtest/gtest.h>

namespace waycast::http {
namespace {

Request through(std::initializer_list<std::string> lines, std::string peer = "10.0.0.1") {
  Request request;
  request.remote_address = std::move(peer);
  request.headers.push_back({"Host", "example.com"});
  for (const auto& line : lines) request.headers.push_back({"x-forwarded-for", line});
  request.headers.push_back({"Forwarded", "for=198.51.100.77"});
  return request;
}

TEST(CanonicalAddress, HasOneSpelling) {
  EXPECT_EQ(canonical_address("203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(canonical_address("203.0.113.7:8080"), "203.0.113.7");
  EXPECT_EQ(canonical_address("::ffff:203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(canonical_address("[::FFFF:cb00:7107]:1"), "203.0.113.7");
  for (const char* same : {"2001:db8::1", "2001:DB8:0:0:0:0:0:1", "[2001:db8::0:1]",
                           "[2001:0db8::0001]:443", "2001:db8::1%eth0", "[2001:db8::1%25lo]:9"}) {
    EXPECT_EQ(canonical_address(same), "2001:db8::1") << same;
  }
}

TEST(CanonicalAddress, RefusesWhatIsNone) {
  for (const char* no : {"",
                         " ",
                         "unknown",
                         "_hidden",
                         "unix:",
                         "example.com",
                         "203.0.113",
                         "203.0.113.07",
                         "203.0.113.7:",
                         "203.0.113.7:x",
                         "203.0.113.7:65536",
                         "203.0.113.7:-1",
                         "203.0.113.7 ",
                         "203.0.113.7/24",
                         "0x7f.1",
                         "2130706433",
                         "[2001:db8::1",
                         "[2001:db8::1]x",
                         "2001:db8::1]",
                         "[2001:db8::1]:",
                         "[203.0.113.7]",
                         "2001:db8:::1",
                         "1::2::3",
                         "\"2001:db8::1\""}) {
    EXPECT_EQ(canonical_address(no), std::nullopt) << no;
  }
  EXPECT_EQ(canonical_address(std::string_view("203.0.113.7\0x", 13)), std::nullopt);
  EXPECT_EQ(canonical_address(std::string(100'000, '1')), std::nullopt);
}

TEST(ClientAddress, IsThePeersWithoutTrustedProxies) {
  EXPECT_EQ(client_address(through({"198.51.100.1"}), 0), "10.0.0.1");
  EXPECT_EQ(client_address(through({}, "::ffff:10.0.0.1"), 0), "10.0.0.1");
  EXPECT_EQ(client_address(through({}, "fe80::1%eth0"), 0), "fe80::1");
}

TEST(ClientAddress, CountsHopsFromTheLastOverAllLines) {
  EXPECT_EQ(client_address(through({"198.51.100.1, 203.0.113.9"}), 1), "203.0.113.9");
  EXPECT_EQ(client_address(through({"198.51.100.1", "203.0.113.9"}), 1), "203.0.113.9");
  EXPECT_EQ(client_address(through({"1.1.1.1", "203.0.113.9,10.0.0.2"}), 2), "203.0.113.9");
  EXPECT_EQ(client_address(through({"1.1.1.1, 203.0.113.9", "10.0.0.2"}), 2), "203.0.113.9");
  EXPECT_EQ(client_address(through({"203.0.113.9"}), 3), "203.0.113.9");
  EXPECT_EQ(client_address(through({" ,203.0.113.9 ,\t,", ""}), 1), "203.0.113.9");
  EXPECT_EQ(client_address(through({}), 2), "10.0.0.1");
}

TEST(ClientAddress, FallsBackToTheNearestAddress) {
  EXPECT_EQ(client_address(through({"203.0.113.9, made up"}), 1), "10.0.0.1");
  EXPECT_EQ(client_address(through({"made up, 10.0.0.2"}), 2), "10.0.0.2");
  EXPECT_EQ(client_address(through({"203.0.113.9, made up, 10.0.0.2"}), 3), "10.0.0.2");
}

TEST(AddressKey, CountsAnIpv6SubscriberAsOne) {
  EXPECT_EQ(address_key("203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(address_key("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
  EXPECT_EQ(address_key("2001:db8:1:2::9"), "2001:db8:1:2::");
  EXPECT_NE(address_key("2001:db8:1:3::1"), "2001:db8:1:2::");
}

}  // namespace
}  // namespace waycast::http
