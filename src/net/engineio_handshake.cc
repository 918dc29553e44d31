#include "net/engineio_handshake.h"

namespace waycast::net {

http::Request kept_handshake(const http::Request& request, const KeptHandshake& kept) {
  http::Request copy;
  copy.method = request.method;
  copy.remote_address = request.remote_address;
  copy.secure = request.secure;
  std::size_t left = kept.max_bytes;
  const auto fits = [&left](std::size_t bytes) {
    if (bytes > left) return false;
    left -= bytes;
    return true;
  };
  if (fits(request.target.size())) copy.target = request.target;
  for (const std::string& name : kept.headers) {
    for (const http::Header& header : request.headers) {
      if (!http::same_name(header.name, name)) continue;
      if (fits(header.name.size() + header.value.size())) copy.headers.push_back(header);
    }
  }
  return copy;
}

}  // namespace waycast::net
