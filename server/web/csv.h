// Tables as spreadsheets read them (RFC 4180).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shipvote::web {

class CsvTable {
 public:
  // The first line. What comes before it tells spreadsheets that the text is UTF-8.
  explicit CsvTable(std::vector<std::string_view> const& columns);

  // A text that a spreadsheet would take for a formula is given an apostrophe in front, so that it stays a text.
  CsvTable& text(std::string_view value);
  CsvTable& number(std::uint64_t value);
  CsvTable& empty();
  void end_line();

  [[nodiscard]] std::string take() && { return std::move(bytes_); }

 private:
  void separate();

  std::string bytes_;
  bool begun_ = false;  // the present line
};

}  // namespace shipvote::web
