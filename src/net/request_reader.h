// Reads HTTP/1.1 requests from bytes as they come, within limits (RFC 9112). Beast parses; this
// decides what is acceptable and how it is refused.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "protocol/http/message.h"

namespace waycast::net {

// For one request. Sans-IO, not thread-safe.
class RequestReader {
 public:
  struct Limits {
    std::size_t max_line;
    std::size_t max_header;
  };
  explicit RequestReader(Limits limits);
  ~RequestReader();

  enum class Step : std::uint8_t {
    kNeedMore,
    kHead,      // head() is known; say set_max_body() and go on
    kComplete,  // take() it
    kRefused,   // answer refusal() and close
  };
  // Reads the front of `input` and says in `used` how much of it is done with; the caller keeps the
  // rest and gives it again, with what follows it. A refused head is not used.
  Step read(std::string_view input, std::size_t& used);

  const http::Request& head() const { return request_; }  // without its body; empty until kHead
  void set_max_body(std::size_t bytes);
  std::size_t body_size() const;  // of what has come of it
  bool expects_continue() const;  // the client waits for 100 before it sends the body
  bool keep_alive() const;
  http::Request take();

  const http::Response& refusal() const { return refusal_; }

 private:
  struct Parser;

  Step read_head(std::string_view input, std::size_t& used);
  Step read_body(std::string_view input, std::size_t& used);
  Step check_head_size(std::string_view input);
  Step parse_head(std::string_view head);
  Step check_head();
  Step check_transfer_coding();
  Step refuse(int status, std::string_view message);

  const Limits limits_;
  std::unique_ptr<Parser> parser_;
  http::Request request_;
  http::Response refusal_;
  std::size_t max_body_ = 0;
  std::size_t body_bytes_ = 0;  // as they came, with chunk headers
};

// A plain JSON answer {"message": ...}.
http::Response message_response(int status, std::string_view message);

}  // namespace waycast::net
