// `smilepost survey export` and `import` on shipped sets. What starts the kiosk is in
// survey_process_test.py.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "kiosk/survey/survey_set.h"
#include "platform/files.h"
#include "platform/read_text.h"
#include "tests/places.h"
#include "tests/tool/outcome.h"

namespace smilepost::tool {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class Survey : public testing::Test {
 protected:
  void SetUp() override { fs::copy_file(shipped, set_); }

  Outcome survey(Words words) {
    words.insert(words.begin(), "survey");
    return outcome_of(words);
  }
  std::string text_of(const std::string& file) {
    return platform::read_text(file).value_or("none");
  }
  void change(const std::string& file, const std::string& from, const std::string& to) {
    auto text = text_of(file);
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    std::ofstream(file, std::ios::binary) << text.replace(at, from.size(), to);
  }
  std::size_t files_here() {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()));
  }

  const std::string shipped = tests::in_source("assets/surveys/checkout.json");
  const OwnFolder folder_;
  const std::string set_ = folder_.file("checkout.json");
  const std::string po_ = folder_.file("texts.po");
  const std::string csv_ = folder_.file("texts.csv");
};

TEST_F(Survey, WhatIsExportedAndImportedLeavesTheFileAsItWas) {
  const auto before = platform::identity_of(set_);
  ASSERT_EQ(survey({"export", set_, "--to", po_, "--language", "de"}).code, exit_good);
  ASSERT_EQ(survey({"export", set_, "--to", csv_}).code, exit_good);
  for (const auto& file : {po_, csv_}) {
    const auto imported = survey({"import", set_, "--from", file});
    EXPECT_EQ(imported.code, exit_good) << imported.err;
    EXPECT_THAT(imported.out, HasSubstr("stays version 1"));
  }
  EXPECT_EQ(text_of(set_), text_of(shipped));
  EXPECT_EQ(platform::identity_of(set_), before) << "nothing was written";
}

TEST_F(Survey, ExportSaysWhatItWrote) {
  const auto exported = survey({"export", set_, "--to", csv_});
  EXPECT_THAT(exported.out, AllOf(HasSubstr(csv_), HasSubstr(" texts of checkout, version 1\n")));
}

TEST_F(Survey, ExportReplacesNoTranslatorsWorkUnasked) {
  std::ofstream(po_) << "work";
  const auto refused = survey({"export", set_, "--to", po_, "--language", "de"});
  EXPECT_EQ(refused.code, exit_unreadable);
  EXPECT_THAT(refused.err, HasSubstr("is there already"));
  EXPECT_EQ(text_of(po_), "work");
  EXPECT_EQ(survey({"export", set_, "--to", po_, "--language", "de", "--replace"}).code, exit_good);
  EXPECT_THAT(text_of(po_), HasSubstr("msgid"));
}

TEST_F(Survey, OtherWordsMakeAnotherVersionOfTheWholeFile) {
  fs::permissions(set_, fs::perms(0640));
  const auto link = folder_.file("link.json");
  fs::create_symlink("checkout.json", link);
  ASSERT_EQ(survey({"export", set_, "--to", po_, "--language", "de"}).code, exit_good);
  change(po_, "\"Wie war Ihr Besuch heute?\"", "\"Wie war es heute bei uns?\"");
  const auto before = platform::identity_of(set_);
  const auto files = files_here();
  const auto imported = survey({"import", link, "--from", po_});
  EXPECT_EQ(imported.code, exit_good) << imported.err;
  EXPECT_THAT(imported.out,
              AllOf(HasSubstr("de: \"Wie war Ihr Besuch heute?\" is now \"Wie war es heute bei "
                              "uns?\""),
                    HasSubstr("it is now version 2\n")));
  EXPECT_EQ(kiosk::load_survey_set(set_)->version, 2U);
  EXPECT_NE(platform::identity_of(set_), before) << "renamed into its place, never written within";
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(fs::status(set_).permissions(), fs::perms(0640));
  EXPECT_EQ(files_here(), files) << "nothing is left beside it";
}

TEST_F(Survey, ALanguageThatIsNewIsAdded) {
  ASSERT_EQ(survey({"export", set_, "--to", po_, "--language", "sk"}).code, exit_good);
  auto po = text_of(po_) + "\n";
  const std::string empty = "msgstr \"\"\n\n", full = "msgstr \"Dobre\"\n\n";
  for (auto at = po.find(empty); at != std::string::npos; at = po.find(empty, at + full.size()))
    po.replace(at, empty.size(), full);
  std::ofstream(po_) << po;
  const auto imported = survey({"import", set_, "--from", po_, "--language", "sk"});
  EXPECT_EQ(imported.code, exit_good) << imported.err;
  EXPECT_THAT(imported.out, HasSubstr("the language sk is new\n"));
  const auto set = kiosk::load_survey_set(set_);
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(set->languages.back(), "sk");
  EXPECT_EQ(set->version, 1U);
}

TEST_F(Survey, WhatIsRefusedIsNamedAndTheSetStaysAsItWas) {
  ASSERT_EQ(survey({"export", set_, "--to", csv_, "--language", "sk"}).code, exit_good);
  const auto refused = survey({"import", set_, "--from", csv_, "--language", "sk"});
  EXPECT_EQ(refused.code, exit_bad);
  EXPECT_THAT(refused.err, AllOf(HasSubstr(csv_ + ":2: title: has no text in sk"),
                                 HasSubstr("faults, each above; " + set_ + " is as it was")));
  EXPECT_EQ(text_of(set_), text_of(shipped));
}

TEST_F(Survey, ATextThatNoKioskTakesIsRefused) {
  ASSERT_EQ(survey({"export", set_, "--to", csv_}).code, exit_good);
  change(csv_, "Wie war Ihr Besuch heute?", "\"Wie war\nIhr Besuch?\"");
  const auto refused = survey({"import", set_, "--from", csv_});
  EXPECT_EQ(refused.code, exit_bad);
  EXPECT_THAT(refused.err, HasSubstr("line break"));
  EXPECT_EQ(text_of(set_), text_of(shipped));
}

TEST_F(Survey, ASetThatIsNoneIsRefused) {
  std::ofstream(set_) << "{}";
  EXPECT_EQ(survey({"export", set_, "--to", csv_}).code, exit_bad);
  EXPECT_EQ(survey({"import", set_, "--from", csv_}).code, exit_bad);
  EXPECT_EQ(survey({"check", set_}).code, exit_bad);
  EXPECT_EQ(survey({"export", folder_.file("none.json"), "--to", csv_}).code, exit_unreadable);
}

TEST_F(Survey, CheckCountsWhatCannotBeRead) {
  const auto other = folder_.file("other.json");
  std::ofstream(set_) << "{}";
  std::ofstream(other) << "[";
  const auto checked = survey({"check", set_, other});
  EXPECT_EQ(checked.code, exit_bad);
  EXPECT_THAT(checked.out,
              AllOf(HasSubstr(set_ + ": "), HasSubstr(other + ": "),
                    HasSubstr("0 of 2 files can be read; there is something to mend")));
}

TEST_F(Survey, WrongUsageIsOneLine) {
  for (const Words& words :
       {Words{}, Words{"draw"}, Words{"check"}, Words{"export", set_}, Words{"import", set_},
        Words{"preview"}, Words{"export", set_, "--to", folder_.file("x.txt")},
        Words{"export", set_, "--to", po_}, Words{"export", set_, "--to", po_, "--language", "en"},
        Words{"export", set_, "--to", po_, "--language", "german"},
        Words{"export", set_, set_, "--to", csv_},
        Words{"export", set_, "--to", folder_.file("x.pot"), "--language", "de"}}) {
    const auto outcome = survey(words);
    EXPECT_EQ(outcome.code, exit_usage) << outcome.err;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
  }
  EXPECT_THAT(survey({"--help"}).out,
              AllOf(HasSubstr("usage: smilepost survey check FILE… | preview FILE"),
                    HasSubstr("export FILE --to TEXTS"), HasSubstr("import FILE --from TEXTS")));
}

}  // namespace
}  // namespace smilepost::tool
