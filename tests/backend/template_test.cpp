#include "backend/web/template.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace smilepost::backend {
namespace {

using nlohmann::json;

TEST(TemplateTest, EscapesWhateverItFillsIn) {
  EXPECT_EQ(fill("<p title=\"{{a}}\">", {{"a", "<\"'&>"}}),
            "<p title=\"&lt;&quot;&#39;&amp;&gt;\">");
  EXPECT_EQ(fill("{{a}}", {{"a", "{{b}}"}, {"b", "no"}}), "{{b}}");  // values are no templates
}

TEST(TemplateTest, RepeatsForEachItem) {
  EXPECT_EQ(fill("{{#l}}[{{n}}{{out}}]{{/l}}",
                 {{"out", "!"}, {"l", json::array({{{"n", 1}}, {{"n", 2}}})}}),
            "[1!][2!]");
}

TEST(TemplateTest, ShowsASectionOrItsOpposite) {
  const char* html = "{{#a}}yes{{/a}}{{^a}}no{{/a}}";
  EXPECT_EQ(fill(html, {{"a", true}}), "yes");
  EXPECT_EQ(fill(html, {{"a", "text"}}), "yes");
  EXPECT_EQ(fill(html, {{"a", json::array()}}), "no");
  EXPECT_EQ(fill(html, {{"a", nullptr}}), "no");
  EXPECT_EQ(fill(html, json::object()), "no");
}

TEST(TemplateTest, NestsSectionsOfOneName) {
  EXPECT_EQ(fill("{{#a}}({{#a}}{{b}}{{/a}}){{/a}}", {{"a", {{"a", {{"b", "x"}}}}}}), "(x)");
}

TEST(TemplateTest, PutsASharedPieceInAndFillsItToo) {
  const auto page = fill("<{{>top}}>", {{"who", "Ada <b>"}, {"csrf", "t"}});
  EXPECT_TRUE(page.starts_with("<<header")) << page;
  EXPECT_NE(page.find("Ada &lt;b&gt;"), std::string::npos) << page;
  EXPECT_DEATH(fill("{{>nothing}}", json::object()), "");
}

TEST(TemplateTest, AbortsOnABrokenTemplate) {
  EXPECT_DEATH(fill("{{#a}}", {{"a", true}}), "");
}

}  // namespace
}  // namespace smilepost::backend
