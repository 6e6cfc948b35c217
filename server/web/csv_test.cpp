#include "web/csv.h"

#include <gtest/gtest.h>

namespace shipvote::web {
namespace {

std::string line(std::string_view text) {
  CsvTable table{{}};
  table.text(text).end_line();
  auto const bytes = std::move(table).take();
  return bytes.substr(bytes.find("\r\n") + 2);
}

TEST(Csv, IsReadAsUtf8WithNamedColumns) {
  CsvTable table{{"ship", "ballots"}};
  table.text("Großer").number(12).end_line();
  table.empty().number(0).end_line();
  EXPECT_EQ(std::move(table).take(), "\xEF\xBB\xBF\"ship\",\"ballots\"\r\n\"Großer\",12\r\n,0\r\n");
}

TEST(Csv, QuotesCommasAndLinesStayInTheirCell) {
  EXPECT_EQ(line("a \"b\", c"), "\"a \"\"b\"\", c\"\r\n");
  EXPECT_EQ(line("two\r\nlines"), "\"two\r\nlines\"\r\n");
}

TEST(Csv, NoTextIsAFormula) {
  for (std::string const start : {"=", "+", "-", "@", "\t", "\r", "\n"}) {
    EXPECT_EQ(line(start + "1+1"), "\"'" + start + "1+1\"\r\n");
  }
  EXPECT_EQ(line("Bismarck '41"), "\"Bismarck '41\"\r\n");
  EXPECT_EQ(line(""), "\"\"\r\n");
}

}  // namespace
}  // namespace shipvote::web
