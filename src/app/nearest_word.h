// Which known word somebody meant who wrote another one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace waycast::app {

// Letters to add, drop, change or swap with their neighbour until `a` is `b`.
std::size_t edits_between(std::string_view a, std::string_view b);

// The nearest of `known`, if it is near enough to be meant: a third of its letters, three at most.
std::optional<std::string> nearest_word(std::string_view word,
                                        const std::vector<std::string>& known);

// ": did you mean X?", or nothing.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

}  // namespace waycast::app
