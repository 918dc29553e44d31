#include "api/phone.h"

#include "text/typed_text.h"

namespace waycast::api {

std::optional<std::string> normalised_phone(std::string_view typed) {
  std::string out;
  for (const char c : text::plain(typed)) {
    if (c >= '0' && c <= '9') {
      out += c;
    } else if (c == '+' && out.empty()) {
      out += c;
    } else if (std::string_view(" -.()").find(c) == std::string_view::npos) {
      return std::nullopt;
    }
  }
  if (out.starts_with("00")) out.replace(0, 2, "+");
  const std::size_t digits = out.size() - (out.starts_with('+') ? 1 : 0);
  if (digits < 8 || digits > 15) return std::nullopt;
  return out;
}

std::string_view phone_digits(std::string_view normalised) {
  return normalised.substr(normalised.starts_with('+') ? 1 : 0);
}

}  // namespace waycast::api
