// Bytes that come in at the back and leave at the front: what a connection has read and not used
// yet, or has to send.
//
// A plain string would move all that is left for every piece that leaves: quadratic for many small
// requests in one buffer, and for a large answer to a slow reader. Holds no heap memory while
// empty.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace waycast::net {

class ByteQueue {
 public:
  ByteQueue() = default;
  explicit ByteQueue(std::string bytes) : bytes_(std::move(bytes)) {}

  bool empty() const { return size() == 0; }
  std::size_t size() const { return bytes_.size() - used_; }
  std::string_view view() const { return std::string_view(bytes_).substr(used_); }

  // For writers that append to a string.
  std::string& back() { return bytes_; }
  void append(std::string_view bytes) { bytes_ += bytes; }

  // The first `size` bytes leave.
  void drop(std::size_t size) {
    used_ += size;
    if (used_ == bytes_.size()) return clear();
    if (used_ < bytes_.size() / 2) return;
    bytes_.erase(0, used_);
    used_ = 0;
  }
  void clear() {
    std::string().swap(bytes_);
    used_ = 0;
  }
  std::string take() {
    bytes_.erase(0, std::exchange(used_, 0));
    return std::exchange(bytes_, {});
  }

 private:
  std::string bytes_;
  std::size_t used_ = 0;  // of the front; less than half of all, so that each byte moves once
};

}  // namespace waycast::net
