// Phone numbers as one text per phone: digits with an optional leading '+' (E.164 without guessing
// a country, since the existing rows have whatever their app stored). Numbers of the same digits
// are the same phone: the store finds either form (tracking/ports/store_reads.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace waycast::api {

// Drops spaces, '-', '.', '(' and ')'; a leading "00" becomes '+'. nullopt unless 8 to 15 digits
// are left.
std::optional<std::string> normalised_phone(std::string_view text);

// The same for "+919876543210" and "919876543210".
std::string_view phone_digits(std::string_view normalised);

}  // namespace waycast::api
