#include "bench/metrics_page.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace shipvote::bench {
namespace {

MetricsPage const page{
    "# HELP messages_total Messages.\n# TYPE messages_total counter\n"
    "messages_total{type=\"a\",result=\"accepted\"} 3\nmessages_total{type=\"b\",result=\"accepted\"} 4\n"
    "messages_total{type=\"a\",result=\"failed\"} 1e2\nmessages_total_late 7\nchannels 12\n"};

TEST(MetricsPage, AddsUp) {
  EXPECT_EQ(page.sum("messages_total"), 107);
  EXPECT_EQ(page.sum("messages_total", "result=\"accepted\""), 7);
  EXPECT_EQ(page.sum("channels"), 12);
}

TEST(MetricsPage, TakesNothingForSomething) {
  EXPECT_THROW((void)page.sum("messages"), std::runtime_error);
  EXPECT_THROW((void)page.sum("messages_total", "result=\"lost\""), std::runtime_error);
}

}  // namespace
}  // namespace shipvote::bench
