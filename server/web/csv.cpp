#include "web/csv.h"

namespace shipvote::web {

CsvTable::CsvTable(std::vector<std::string_view> const& columns) : bytes_("\xEF\xBB\xBF") {
  for (auto const column : columns) text(column);
  end_line();
}

void CsvTable::separate() {
  if (begun_) bytes_ += ',';
  begun_ = true;
}

CsvTable& CsvTable::text(std::string_view value) {
  separate();
  constexpr std::string_view formula_starts = "=+-@\t\r\n";
  bool const formula = !value.empty() && formula_starts.find(value.front()) != std::string_view::npos;
  bytes_ += '"';
  if (formula) bytes_ += '\'';
  for (char const letter : value) {
    if (letter == '"') bytes_ += '"';
    bytes_ += letter;
  }
  bytes_ += '"';
  return *this;
}

CsvTable& CsvTable::number(std::uint64_t value) {
  separate();
  bytes_ += std::to_string(value);
  return *this;
}

CsvTable& CsvTable::empty() {
  separate();
  return *this;
}

void CsvTable::end_line() {
  bytes_ += "\r\n";
  begun_ = false;
}

}  // namespace shipvote::web
