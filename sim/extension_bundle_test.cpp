#include "sim/extension_bundle.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "sim/page_files.h"

namespace shipvote::sim {
namespace {

class ExtensionBundleTest : public ::testing::Test {
 protected:
  ExtensionBundleTest() {
    std::string name = (std::filesystem::temp_directory_path() / "shipvote-bundle-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~ExtensionBundleTest() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  void write(std::string const& name, std::string const& text) { std::ofstream(folder_ / name) << text; }
  [[nodiscard]] ExtensionBundle bundle() const {
    return {folder_.string(), "http://127.0.0.1:8080", "http://127.0.0.1:8081"};
  }

  std::filesystem::path folder_;
};

TEST_F(ExtensionBundleTest, ListsItsPagesInOrder) {
  EXPECT_TRUE(bundle().pages().empty());
  for (auto const* name : {"video_overlay.html", "config.html", "config.js"}) write(name, "x");
  EXPECT_EQ(bundle().pages(), (std::vector<std::string>{"config", "video_overlay"}));
  EXPECT_TRUE(ExtensionBundle("", "http://a", "http://b").pages().empty());
  EXPECT_TRUE(ExtensionBundle((folder_ / "none").string(), "http://a", "http://b").pages().empty());
}

TEST_F(ExtensionBundleTest, PutsTheRigsHelperIntoPagesAndNothingElse) {
  std::string const page = "<script src=\"" + std::string(helper_url) + "\"></script><script src=\"./a.js\"></script>";
  write("mobile.html", page);
  write("a.js", "// " + std::string(helper_url));
  EXPECT_EQ(bundle().file("mobile.html")->content,
            "<script src=\"/rig/twitch_ext.js\"></script><script src=\"./a.js\"></script>");
  EXPECT_EQ(bundle().file("mobile.html")->content_type, "text/html; charset=utf-8");
  EXPECT_EQ(bundle().file("a.js")->content, "// " + std::string(helper_url));
}

TEST_F(ExtensionBundleTest, NamesTheServersOfThisMachine) {
  write("backend.js", "window.shipvoteBackend = {};");
  EXPECT_EQ(bundle().file("backend.js")->content,
            "window.shipvoteBackend = {\"web\":\"http://127.0.0.1:8080\",\"api\":\"http://127.0.0.1:8081\"};\n");
}

TEST_F(ExtensionBundleTest, ServesOnlyWhatLiesInTheFolder) {
  write("a.js", "");
  EXPECT_TRUE(bundle().file("a.js").has_value());
  for (auto const* name : {"b.js", "", ".", "..", "../a.js", "./a.js", ".git", "a.js%00", "a js"}) {
    EXPECT_FALSE(bundle().file(name).has_value()) << name;
  }
  std::filesystem::create_directory(folder_ / "sub");
  EXPECT_FALSE(bundle().file("sub").has_value());
}

TEST_F(ExtensionBundleTest, HasAHashOfItsFiles) {
  write("a.js", "one");
  auto const before = bundle().hash();
  EXPECT_EQ(before.size(), 12U);
  EXPECT_EQ(bundle().hash(), before);
  write("a.js", "longer");
  EXPECT_NE(bundle().hash(), before);
}

TEST_F(ExtensionBundleTest, AllowsCallsToTheServersAndScriptsOfItsOwn) {
  auto const policy = bundle().security_policy({"http://127.0.0.1:8090"});
  EXPECT_NE(policy.find("connect-src http://127.0.0.1:8090/ext/ https://api.twitch.tv http://127.0.0.1:8080 "
                        "http://127.0.0.1:8081;"),
            std::string::npos)
      << policy;
  EXPECT_NE(policy.find("script-src 'self';"), std::string::npos);
  EXPECT_EQ(policy.find("unsafe-eval"), std::string::npos);
}

TEST(PageFilesTest, TakesFilesOfTheFolderFirst) {
  EXPECT_FALSE(page_file("none.js").has_value());
  EXPECT_FALSE(page_file("../page/rig.js").has_value());
  auto const embedded = page_file("rig.js");
  ASSERT_TRUE(embedded.has_value());
  EXPECT_EQ(page_file("rig.js", std::string(SHIPVOTE_SOURCE_DIR) + "/sim/page"), embedded);
  EXPECT_EQ(page_file("rig.js", "/nowhere"), embedded);
  EXPECT_NE(page_file("tokens.css")->find("--sea-deep"), std::string::npos);
}

}  // namespace
}  // namespace shipvote::sim
