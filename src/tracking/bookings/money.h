// Sums of money, rounded in one way wherever they are made: to the nearest 0.01, halves up
// (docs/domain.md, "Prices and earnings").
#pragma once

#include <cstdint>

namespace waycast {

// 1.005 is 101, whatever its binary form: an amount that falls short of a half by less than a
// millionth of a cent counts as that half, since no price is that fine and doubles are that coarse.
std::int64_t to_cents(double amount);

// The same as an amount: 1.005 is 1.01.
double round_to_cents(double amount);

}  // namespace waycast
