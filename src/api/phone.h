// Phone numbers as one text per phone: digits with an optional leading '+' (E.164 without guessing
// a country, since the existing rows have whatever their app stored). Numbers of the same digits
// are the same phone: the store finds either form (tracking/ports/store_reads.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace waycast::api {

// Takes the digits of every script, drops marks that nobody sees, every kind of space and hyphen,
// '.', '(' and ')'; a leading "00" becomes '+'. nullopt unless 8 to 15 digits are left.
std::optional<std::string> normalised_phone(std::string_view typed);

// The same for "+919876543210" and "919876543210".
std::string_view phone_digits(std::string_view normalised);

}  // namespace waycast::api
