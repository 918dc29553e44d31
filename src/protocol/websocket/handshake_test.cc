#include "protocol/websocket/handshake.h"

#include <gtest/gtest.h>

namespace waycast::websocket {
namespace {

http::Request handshake() {
  http::Request request;
  request.method = "GET";
  request.target = "/chat";
  request.headers = {{"Host", "example.com"},
                     {"Upgrade", "WebSocket"},
                     {"Connection", "keep-alive, upgrade"},
                     {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                     {"Sec-WebSocket-Version", "13"}};
  return request;
}

void set(http::Request& request, std::string_view name, std::string value) {
  for (auto& header : request.headers) {
    if (header.name == name) header.value = value;
  }
}

// RFC 6455 1.3 gives this very pair.
TEST(Handshake, AcceptsAndDerivesTheKey) {
  const auto accept = check_handshake(handshake());
  ASSERT_TRUE(accept.has_value());
  EXPECT_EQ(accept->key, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(Handshake, AsksForVersion13) {
  auto request = handshake();
  set(request, "Sec-WebSocket-Version", "8");
  const auto accept = check_handshake(request);
  ASSERT_FALSE(accept.has_value());
  EXPECT_EQ(accept.error().status, 426);
  EXPECT_EQ(http::find(accept.error().headers, "Sec-WebSocket-Version"), "13");
}

TEST(Handshake, RefusesWhatIsNotOne) {
  const auto status = [](const http::Request& request) {
    const auto accept = check_handshake(request);
    return accept ? 101 : accept.error().status;
  };
  auto request = handshake();
  request.method = "POST";
  EXPECT_EQ(status(request), 400);
  for (const auto& [name, value] :
       {std::pair{"Upgrade", "h2c"}, std::pair{"Connection", "close"},
        std::pair{"Sec-WebSocket-Key", ""}, std::pair{"Sec-WebSocket-Key", "c2hvcnQ="},
        std::pair{"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZ!=="}}) {
    request = handshake();
    set(request, name, value);
    EXPECT_EQ(status(request), 400) << name << ": " << value;
  }
}

// What is chosen of these offers; "400" if they are malformed.
std::string chosen_of(std::initializer_list<std::string> fields) {
  auto request = handshake();
  for (const std::string& field : fields) {
    request.headers.push_back({"sec-websocket-protocol", field});
  }
  const auto accept = check_handshake(request);
  return accept ? accept->protocol : std::to_string(accept.error().status);
}

TEST(Handshake, ChoosesTheFirstSubprotocolThatIsOffered) {
  EXPECT_EQ(chosen_of({}), "");
  EXPECT_EQ(chosen_of({"x"}), "x");
  EXPECT_EQ(chosen_of({"graphql-ws , x"}), "graphql-ws");
  EXPECT_EQ(chosen_of({"v1.y", "x"}), "v1.y");
}

TEST(Handshake, RefusesMalformedSubprotocols) {
  for (const std::string offer :
       {"", ",", "a,", "a,,b", "a b", "a, b(c)", "a,a", "\"a\"", "\xC3"}) {
    EXPECT_EQ(chosen_of({offer}), "400") << offer;
  }
  EXPECT_EQ(chosen_of({"a", "a"}), "400");
}

TEST(Handshake, TellsAWishForAWebSocketFromOtherRequests) {
  EXPECT_TRUE(wants_websocket(handshake()));
  EXPECT_FALSE(wants_websocket({}));
}

TEST(Handshake, WritesTheResponse) {
  EXPECT_EQ(switching_protocols({"abc", ""}),
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Accept: abc\r\n\r\n");
  EXPECT_NE(switching_protocols({"abc", "x"}).find("\r\nSec-WebSocket-Protocol: x\r\n\r\n"),
            std::string::npos);
}

}  // namespace
}  // namespace waycast::websocket
