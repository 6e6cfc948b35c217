#include "web/form.h"

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>

namespace shipvote::web {
namespace {

http::Request with_body(std::string_view body, std::string_view content_type = "application/json") {
  http::Request request;
  request.body = body;
  request.content_type = content_type;
  return request;
}

TEST(ReadObjectTest, TakesJsonObjectsOnly) {
  EXPECT_TRUE(read_object(with_body("{}")).ok());
  EXPECT_TRUE(read_object(with_body("{}", "application/json; charset=utf-8")).ok());
  EXPECT_TRUE(read_object(with_body("{}", "APPLICATION/JSON")).ok());
  EXPECT_TRUE(read_object(with_body("{}", "")).ok());
  for (auto const* body : {"", "[]", "7", "null", "{", "{}x", "{\"a\":}", "\xff"}) {
    auto const read = read_object(with_body(body));
    ASSERT_FALSE(read.ok()) << body;
    EXPECT_EQ(read.refusal().code, RefusalCode::invalid_request) << body;
  }
}

TEST(ReadObjectTest, OtherContentTypesAreNamedAsSuch) {
  for (auto const* type : {"text/plain", "application/jsonp", "multipart/form-data; boundary=x"}) {
    auto const read = read_object(with_body("{}", type));
    ASSERT_FALSE(read.ok()) << type;
    EXPECT_EQ(read.refusal().code, RefusalCode::unsupported_media_type) << type;
  }
}

TEST(ReadObjectTest, DeepNestingIsRefused) {
  std::string body = R"({"a":)";
  for (int depth = 0; depth < 100; ++depth) body += "[";
  for (int depth = 0; depth < 100; ++depth) body += "]";
  EXPECT_FALSE(read_object(with_body(body + "}")).ok());
}

class FormTest : public ::testing::Test {
 protected:
  boost::json::object object =
      boost::json::parse(
          R"({"text":"abc","flag":true,"number":7,"list":[1],"nothing":null,"negative":-1,"half":1.5,"huge":1e30})")
          .as_object();
  Form form{object};
};

TEST_F(FormTest, ReadsWhatIsThere) {
  EXPECT_EQ(form.text("text", 3), "abc");
  EXPECT_EQ(form.flag("flag"), true);
  EXPECT_EQ(form.number("number", 1, 7), 7U);
  ASSERT_NE(form.list("list"), nullptr);
  EXPECT_TRUE(form.ok());
}

TEST_F(FormTest, MissingAndNullAreNothingAndNoFault) {
  EXPECT_FALSE(form.text("missing", 3));
  EXPECT_FALSE(form.flag("nothing"));
  EXPECT_EQ(form.list("missing"), nullptr);
  EXPECT_TRUE(form.ok());
}

TEST_F(FormTest, EveryWrongFieldIsNamedWithWhatIsAllowed) {
  EXPECT_FALSE(form.text("text", 2));
  EXPECT_FALSE(form.text("number", 9));
  EXPECT_FALSE(form.flag("text"));
  EXPECT_FALSE(form.number("negative", 0, 9));
  EXPECT_FALSE(form.number("half", 0, 9));
  EXPECT_FALSE(form.number("huge", 0, 9));
  EXPECT_FALSE(form.number("number", 8, 9));
  form.note_if_missing("absent");
  ASSERT_FALSE(form.ok());
  auto const refusal = form.refusal(RefusalCode::invalid_settings);
  EXPECT_EQ(refusal.code, RefusalCode::invalid_settings);
  ASSERT_EQ(refusal.fields.size(), 8U);
  for (auto const& error : refusal.fields) {
    EXPECT_NE(refusal.message.find(error.field), std::string::npos) << error.field;
    EXPECT_FALSE(error.message.empty());
  }
  EXPECT_NE(refusal.message.find("from 8 to 9"), std::string::npos);
}

}  // namespace
}  // namespace shipvote::web
