// The page behind `/metrics`, in the Prometheus text exposition format 0.0.4.
//
//   MetricsText page;
//   page.counter("waycast_messages_total", "Messages received").sample(42);
//   page.gauge("waycast_up", "Always 1").sample(1).sample(0, {{"shard", "1"}});
//   page.text();
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace waycast::observe {

class MetricsText {
 public:
  using Label = std::pair<std::string_view, std::string_view>;

  // Begins a metric; samples that follow are its. A counter's name ends in `_total`.
  MetricsText& counter(std::string_view name, std::string_view help) {
    return begin(name, help, "counter");
  }
  MetricsText& gauge(std::string_view name, std::string_view help) {
    return begin(name, help, "gauge");
  }
  // `counts` are of the observations up to each limit and beyond the last, not summed up.
  MetricsText& histogram(std::string_view name, std::string_view help,
                         std::span<const double> limits, std::span<const double> counts,
                         double sum);
  MetricsText& sample(double value, std::initializer_list<Label> labels = {});

  const std::string& text() const { return text_; }

 private:
  MetricsText& begin(std::string_view name, std::string_view help, std::string_view type);

  std::string text_;
  std::string name_;
};

}  // namespace waycast::observe
