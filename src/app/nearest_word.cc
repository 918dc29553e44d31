#include "app/nearest_word.h"

#include <algorithm>

namespace waycast::app {

namespace {

constexpr std::size_t kMostEdits = 3;

}  // namespace

// Optimal string alignment, three rows of its table at a time.
std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(before_last, last);
    std::swap(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, changed});
      const bool is_swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (is_swap) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row[b.size()];
}

std::optional<std::string> nearest_word(std::string_view word,
                                        const std::vector<std::string>& known) {
  const auto edits = [word](const std::string& other) { return edits_between(word, other); };
  const auto nearest = std::ranges::min_element(known, {}, edits);
  if (nearest == known.end()) return std::nullopt;
  const std::size_t allowed = std::clamp<std::size_t>(nearest->size() / 3, 1, kMostEdits);
  if (edits(*nearest) > allowed) return std::nullopt;
  return *nearest;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const auto nearest = nearest_word(word, known);
  return nearest ? ": did you mean " + *nearest + "?" : "";
}

}  // namespace waycast::app
