// hb-shape, given the same font, script, direction and language, is the oracle.
#include "kiosk/text/shaper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>

#include "kiosk/text/utf16.h"
#include "tests/kiosk/text/fonts_for_tests.h"

namespace smilepost::kiosk {
namespace {

struct ClosePipe {
  void operator()(std::FILE* pipe) const { pclose(pipe); }
};

std::string output_of(const std::string& command) {
  const std::unique_ptr<std::FILE, ClosePipe> pipe(popen(command.c_str(), "r"));
  std::string output;
  std::array<char, 4096> part{};
  while (std::fgets(part.data(), int(part.size()), pipe.get()) != nullptr) output += part.data();
  return output;
}

struct Sample {
  std::string font, language, script, direction, utf8;
};

std::string hb_shape(const Sample& sample) {
  return output_of("LC_ALL=C.UTF-8 " + std::string(HB_SHAPE) +
                   " --no-glyph-names --no-clusters --language=" + sample.language + " --script=" +
                   sample.script + " --direction=" + sample.direction + " --font-file='" +
                   (shipped_fonts() / sample.font).string() + "' --text='" + sample.utf8 + "'");
}

// In hb-shape's notation: [glyph@x,y+advance|…] in font units.
std::string ours(const Sample& sample, Weight weight) {
  const auto fonts = open_shipped_fonts();
  const Shaper shaper(*fonts);
  int missing = 0;
  const auto text = utf16(sample.utf8);
  const auto runs = shaper.runs(text, weight, missing);
  EXPECT_EQ(missing, 0);
  EXPECT_EQ(runs.size(), 1U) << sample.utf8;
  std::vector<ShapedGlyph> glyphs;
  shaper.shape(text, runs.front(), runs.front().begin, runs.front().end, sample.direction == "rtl",
               sample.language, 0, glyphs);
  std::string line;
  for (const ShapedGlyph& glyph : glyphs) {
    const auto units = [&](float em) {
      return std::to_string(std::lround(em * fonts->units_per_em(glyph.font)));
    };
    line += (line.empty() ? "[" : "|") + std::to_string(glyph.glyph);
    if (glyph.x_offset != 0 || glyph.y_offset != 0) {
      line += "@" + units(glyph.x_offset) + "," + units(glyph.y_offset);
    }
    line += "+" + units(glyph.advance);
  }
  return line + "]\n";
}

TEST(Shaper, AgreesWithHarfBuzzsOwnTool) {
  const std::array regular = {
      Sample{"NotoSans-Regular.ttf", "en", "Latn", "ltr",
             "We are sorry. That must have been frustrating, and you deserved better. AVAToffi"},
      Sample{"NotoSans-Regular.ttf", "de", "Latn", "ltr",
             "Das war sicher ärgerlich – Sie hätten Besseres verdient. Größe, Straße"},
      Sample{"NotoSans-Regular.ttf", "ro", "Latn", "ltr", "Mulțumim, vă așteptăm"},
      Sample{"NotoSansArabic-Regular.ttf", "ar", "Arab", "rtl", "كيف كانت زيارتك اليوم؟"},
      Sample{"NotoSansArabic-Regular.ttf", "ar", "Arab", "rtl", "سيئة جدًا، لا إله"},
      Sample{"NotoSansArabic-Regular.ttf", "ur", "Arab", "rtl", "آپ کا دورہ کیسا رہا؟ ۴۵۶"},
  };
  for (const Sample& sample : regular) {
    EXPECT_EQ(ours(sample, Weight::regular), hb_shape(sample)) << sample.utf8;
  }
  const std::array bold = {
      Sample{"NotoSans-Bold.ttf", "en", "Latn", "ltr", "How was your visit today?"},
      Sample{"NotoSansArabic-Bold.ttf", "ar", "Arab", "rtl", "كيف كانت زيارتك اليوم؟"},
  };
  for (const Sample& sample : bold) {
    EXPECT_EQ(ours(sample, Weight::bold), hb_shape(sample)) << sample.utf8;
  }
}

class Runs : public testing::Test {
 protected:
  std::vector<kiosk::Run> runs(std::u16string_view text) {
    return shaper_.runs(text, Weight::regular, missing_);
  }
  std::unique_ptr<FontSet> fonts_ = open_shipped_fonts();
  Shaper shaper_{*fonts_};
  int missing_ = 0;
};

TEST_F(Runs, SplitAtTheScript) {
  const auto split = runs(u"نعم iPhone");
  ASSERT_EQ(split.size(), 2U);
  EXPECT_EQ(split[0].end, 4);  // the space stays with the word before
  EXPECT_NE(split[0].font, split[1].font);
}

TEST_F(Runs, AMarkStaysWithItsBaseAndASignGetsTheFontThatHasIt) {
  EXPECT_EQ(runs(u"e\u0301").size(), 1U);
  const auto check = runs(u"✓ Counted");
  ASSERT_EQ(check.size(), 2U);
  EXPECT_EQ(check[0].end, 1);
  EXPECT_EQ(check[1].font, fonts_->primary(Weight::regular));
}

TEST_F(Runs, InvisibleCharactersAreNotMissing) {
  runs(u"\u2067نعم\u2069 a\u200D\u00ADb\n");
  EXPECT_EQ(missing_, 0);
}

TEST_F(Runs, EachCharacterWithoutAGlyphIsCounted) {
  runs(u"ok 日本 \U0001F600");
  EXPECT_EQ(missing_, 3);
}

TEST_F(Runs, TrackingWidensLatinAndLeavesArabicJoined) {
  const auto width = [&](std::u16string_view text, bool rtl, float tracking) {
    std::vector<ShapedGlyph> glyphs;
    shaper_.shape(text, runs(text).front(), 0, int(text.size()), rtl, "en", tracking, glyphs);
    float sum = 0;
    for (const ShapedGlyph& glyph : glyphs) sum += glyph.advance;
    return sum;
  };
  EXPECT_NEAR(width(u"Today", false, 0.1F), width(u"Today", false, 0) + 0.5F, 1e-4);
  EXPECT_EQ(width(u"العربية", true, 0.1F), width(u"العربية", true, 0));
}

}  // namespace
}  // namespace smilepost::kiosk
