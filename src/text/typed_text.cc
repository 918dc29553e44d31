#include "text/typed_text.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <stdexcept>

namespace waycast::text {
namespace {

constexpr char32_t kFirstFullWidth = 0xFF01, kLastFullWidth = 0xFF5E;  // of '!' to '~'
constexpr char32_t kFirstTag = 0xE0000, kLastTag = 0xE007F;            // ends of flags

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Calls `visit(code point, where it begins, where it ends)`; U+FFFD for what is no UTF-8.
template <class Visit>
void for_each_character(std::string_view text, Visit visit) {
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < size;) {
    const std::int32_t begin = i;
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(text.data(), i, size, c);
    visit(c, static_cast<std::size_t>(begin), static_cast<std::size_t>(i));
  }
}

void append(std::string& out, UChar32 c) {
  char bytes[U8_MAX_LENGTH];
  std::int32_t size = 0;
  U8_APPEND_UNSAFE(bytes, size, c);
  out.append(bytes, static_cast<std::size_t>(size));
}

bool is_invisible(UChar32 c) {
  return u_charType(c) == U_FORMAT_CHAR ||
         u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

// Those that the property of dashes leaves out: minus, hyphen bullet, modifier minus, and the
// prolonged sound marks that Japanese keyboards have in their place.
bool is_dash(UChar32 c) {
  return u_hasBinaryProperty(c, UCHAR_DASH) || c == 0x2043 || c == 0x02D7 || c == 0x30FC ||
         c == 0xFF70;
}

// The ASCII that somebody meant, or `c` itself.
UChar32 ascii_of(UChar32 c) {
  if (const int digit = u_charDigitValue(c); digit >= 0) return '0' + digit;
  if (is_dash(c)) return '-';
  if (u_isUWhiteSpace(c)) return ' ';
  if (c == 0xFE62) return '+';
  const auto code = static_cast<char32_t>(c);
  return code >= kFirstFullWidth && code <= kLastFullWidth ? c - 0xFEE0 : c;
}

// What may be cut off at an end: not the tags that a flag ends with, nor a variation selector.
bool is_edge(UChar32 c) {
  const auto code = static_cast<char32_t>(c);
  const bool is_tag = code >= kFirstTag && code <= kLastTag;
  return u_isUWhiteSpace(c) || (u_charType(c) == U_FORMAT_CHAR && !is_tag);
}

const icu::Normalizer2& folding() {
  UErrorCode error = U_ZERO_ERROR;
  const auto* found = icu::Normalizer2::getNFKCCasefoldInstance(error);
  if (U_FAILURE(error) != 0) throw std::runtime_error("ICU has no data for letter case");
  return *found;
}

}  // namespace

std::string plain(std::string_view typed) {
  std::string out;
  out.reserve(typed.size());
  for_each_character(typed, [&out](UChar32 c, std::size_t, std::size_t) {
    if (!is_invisible(c)) append(out, ascii_of(c));
  });
  return out;
}

std::string plain_code(std::string_view typed) {
  std::string out = plain(typed);
  std::erase_if(out, [](char c) { return c == ' ' || c == '-'; });
  return out;
}

std::string folded(std::string_view typed) {
  std::string out;
  if (is_ascii(typed)) {
    out.assign(typed);
    std::ranges::transform(out, out.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
  }
  static const icu::Normalizer2& fold = folding();
  icu::StringByteSink<std::string> sink(&out);
  UErrorCode error = U_ZERO_ERROR;
  fold.normalizeUTF8(0, {typed.data(), static_cast<std::int32_t>(typed.size())}, sink, nullptr,
                     error);
  return U_FAILURE(error) == 0 ? out : std::string(typed);
}

std::string_view trimmed(std::string_view typed) {
  std::size_t first = typed.size(), end = 0;
  for_each_character(typed, [&](UChar32 c, std::size_t begins, std::size_t ends) {
    if (is_edge(c)) return;
    first = std::min(first, begins);
    end = ends;
  });
  return first < end ? typed.substr(first, end - first) : std::string_view();
}

std::size_t characters(std::string_view typed) {
  std::size_t count = 0;
  for_each_character(typed, [&count](UChar32, std::size_t, std::size_t) { ++count; });
  return count;
}

}  // namespace waycast::text
