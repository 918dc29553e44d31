#include "protocol/websocket/frame.h"

#include <gtest/gtest.h>

namespace waycast::websocket {
namespace {

// RFC 6455 5.7.
TEST(Frame, EncodesAsTheSpecificationShows) {
  EXPECT_EQ(encode_frame(Opcode::kText, "Hello"), "\x81\x05Hello");
  EXPECT_EQ(encode_masked_frame(Opcode::kText, "Hello", {0x37, 0xfa, 0x21, 0x3d}),
            "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58");
  EXPECT_EQ(encode_frame(Opcode::kBinary, std::string(256, 'x')).substr(0, 5),
            std::string("\x82\x7E\x01\x00x", 5));
  EXPECT_EQ(encode_frame(Opcode::kBinary, std::string(65536, 'x')).substr(0, 11),
            std::string("\x82\x7F\0\0\0\0\0\x01\0\0x", 11));
}

TEST(Frame, HeaderSizeIsWhatIsWritten) {
  for (const std::size_t size : {0, 125, 126, 65535, 65536}) {
    std::string header;
    append_header(header, Opcode::kText, size);
    EXPECT_EQ(header.size(), header_size(size));
  }
}

TEST(Frame, CutsCloseReasonsAtACharacter) {
  EXPECT_EQ(encode_close(1000, "bye"),
            "\x88\x05\x03\xE8"
            "bye");
  EXPECT_EQ(encode_close(kCloseNoStatus, "ignored"), std::string("\x88\x00", 2));
  const std::string frame = encode_close(1000, std::string(122, 'x') + "\xC3\xA9");
  EXPECT_EQ(frame.size(), 2U + 2U + 122U);
}

TEST(Frame, MaskingFollowsTheOffset) {
  std::string whole(100, '\0');
  apply_mask(whole, 0x04030201);
  for (std::size_t at = 0; at <= whole.size(); ++at) {
    std::string parts(100, '\0');
    apply_mask(std::span(parts).first(at), 0x04030201);
    apply_mask(std::span(parts).subspan(at), 0x04030201, at);
    ASSERT_EQ(parts, whole) << at;
  }
  EXPECT_EQ(whole.substr(0, 5), "\x01\x02\x03\x04\x01");
}

}  // namespace
}  // namespace waycast::websocket
