// What people type, in any script: digits that are the same number, marks that nobody sees, letters
// that differ in case only. UTF-8 in and out; what is no UTF-8 counts as U+FFFD. By ICU.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace waycast::text {

// Numbers and codes as a keyboard of ASCII would have typed them: the decimal digits of every
// script become 0 to 9, full-width forms their ASCII, every hyphen and dash '-', every kind of
// space ' ', and invisible marks (of direction, of no width, byte order marks) go. Other letters
// stay.
std::string plain(std::string_view typed);

// plain() without its spaces and hyphens: "१२३ ४५६" is "123456".
std::string plain_code(std::string_view typed);

// Equal for texts that differ in letter case, composition (NFKC) or invisible marks only. For
// comparing, not for showing. Unicode's NFKC_Casefold.
std::string folded(std::string_view typed);

// Without white space and invisible marks at its ends; those inside may join letters.
std::string_view trimmed(std::string_view typed);

// Code points. Of UTF-8 that is at most four bytes each.
std::size_t characters(std::string_view typed);

}  // namespace waycast::text
