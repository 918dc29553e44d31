// The receiver of boost::json::basic_parser's events that builds a value with exact doubles. For
// sources of this folder only: it needs Boost.JSON's heavy headers.
#pragma once

#include <boost/json/error.hpp>
#include <boost/json/value_stack.hpp>
#include <span>
#include <string>

#include "protocol/json/exact_double.h"

namespace waycast::json {

class ExactHandler {
 public:
  using string_view = boost::json::string_view;
  using error_code = boost::json::error_code;
  // NOLINTBEGIN(readability-identifier-naming): the names that basic_parser asks for
  static constexpr std::size_t max_object_size = boost::json::object::max_size();
  static constexpr std::size_t max_array_size = boost::json::array::max_size();
  static constexpr std::size_t max_key_size = boost::json::string::max_size();
  static constexpr std::size_t max_string_size = boost::json::string::max_size();
  // NOLINTEND(readability-identifier-naming)

  // `scratch` holds the values under construction, `memory` the finished ones.
  ExactHandler(std::span<unsigned char> scratch, boost::json::storage_ptr memory)
      : values_({}, scratch.data(), scratch.size()) {
    values_.reset(std::move(memory));
  }

  boost::json::value release() { return values_.release(); }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return true; }
  bool on_object_end(std::size_t size, error_code&) {
    values_.push_object(size);
    return true;
  }
  bool on_array_begin(error_code&) { return true; }
  bool on_array_end(std::size_t size, error_code&) {
    values_.push_array(size);
    return true;
  }
  bool on_key_part(string_view part, std::size_t, error_code&) {
    values_.push_chars(part);
    return true;
  }
  bool on_key(string_view part, std::size_t, error_code&) {
    values_.push_key(part);
    return true;
  }
  bool on_string_part(string_view part, std::size_t, error_code&) {
    values_.push_chars(part);
    return true;
  }
  bool on_string(string_view part, std::size_t, error_code&) {
    values_.push_string(part);
    return true;
  }
  bool on_number_part(string_view part, error_code&) {
    number_.append(part.data(), part.size());
    return true;
  }
  bool on_int64(std::int64_t number, string_view, error_code&) {
    number_.clear();
    values_.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, string_view, error_code&) {
    number_.clear();
    values_.push_uint64(number);
    return true;
  }
  bool on_double(double, string_view text, error_code&) {
    if (number_.empty()) {
      values_.push_double(exact_double({text.data(), text.size()}));
      return true;
    }
    number_.append(text.data(), text.size());
    values_.push_double(exact_double(number_));
    number_.clear();
    return true;
  }
  bool on_bool(bool flag, error_code&) {
    values_.push_bool(flag);
    return true;
  }
  bool on_null(error_code&) {
    values_.push_null();
    return true;
  }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

 private:
  boost::json::value_stack values_;
  std::string number_;  // the parts of one that came in several
};

}  // namespace waycast::json
