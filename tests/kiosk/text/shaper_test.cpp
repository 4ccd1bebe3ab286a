// hb-shape, given the same font, script, direction and language, is the oracle.
#include "kiosk/text/shaper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <hb.h>
#include <unicode/unistr.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>

#include "kiosk/text/bidi.h"
#include "kiosk/text/languages.h"
#include "kiosk/text/utf16.h"
#include "tests/kiosk/text/fonts_for_tests.h"
#include "tests/kiosk/text/shipped_texts.h"
#include "tests/platform/temp_folder.h"

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
std::string written(const std::vector<ShapedGlyph>& glyphs, const FontSet& fonts) {
  std::string line;
  for (const ShapedGlyph& glyph : glyphs) {
    const auto units = [&](float em) {
      return std::to_string(std::lround(em * fonts.units_per_em(glyph.font)));
    };
    line += (line.empty() ? "[" : "|") + std::to_string(glyph.glyph);
    if (glyph.x_offset != 0 || glyph.y_offset != 0) {
      line += "@" + units(glyph.x_offset) + "," + units(glyph.y_offset);
    }
    line += "+" + units(glyph.advance);
  }
  return line + "]\n";
}

std::string ours(const Sample& sample, Weight weight) {
  const auto fonts = open_shipped_fonts();
  const Shaper shaper(*fonts);
  int missing = 0;
  const auto text = utf16(sample.utf8);
  const auto runs = shaper.runs(text, weight, sample.language, missing);
  EXPECT_EQ(missing, 0);
  EXPECT_EQ(runs.size(), 1U) << sample.utf8;
  std::vector<ShapedGlyph> glyphs;
  shaper.shape(text, runs.front(), runs.front().begin, runs.front().end, sample.direction == "rtl",
               sample.language, 0, glyphs);
  return written(glyphs, *fonts);
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

std::string utf8_of(const std::u16string& text) {
  std::string utf8;
  return icu::UnicodeString(text.data(), int(text.size())).toUTF8String(utf8);
}

// What is alike in a run, whatever it says; hb-shape is asked once for all of these.
using Kind = std::tuple<FontIndex, std::string, std::uint32_t, bool>;
struct Batch {
  std::string lines, ours;
};

void add_runs(const FontSet& fonts, const std::string& language, const std::string& utf8,
              Weight weight, std::map<Kind, Batch>& batches) {
  const Shaper shaper(fonts);
  const auto text = utf16(utf8);
  int missing = 0;
  const auto runs = shaper.runs(text, weight, language, missing);
  EXPECT_EQ(missing, 0) << language << ": " << utf8;
  for (const BidiRun& part : Bidi(text, is_right_to_left(language)).logical_runs()) {
    for (const kiosk::Run& run : runs) {
      const int begin = std::max(part.begin, run.begin), end = std::min(part.end, run.end);
      if (begin >= end) continue;
      const auto alone = text.substr(std::size_t(begin), std::size_t(end - begin));
      std::vector<ShapedGlyph> glyphs;
      shaper.shape(alone, run, 0, end - begin, part.right_to_left, language, 0, glyphs);
      Batch& batch = batches[{run.font, language, run.script, part.right_to_left}];
      batch.lines += utf8_of(alone) + "\n";
      batch.ours += written(glyphs, fonts);
    }
  }
}

std::string hb_shape(const FontSet& fonts, const Kind& kind, const std::string& lines) {
  const auto& [font, language, script, right_to_left] = kind;
  const tests::TempFolder folder;
  const auto file = folder.path() / "runs.txt";
  std::ofstream(file) << lines;
  std::array<char, 5> tag{};
  hb_tag_to_string(script, tag.data());
  return output_of(
      "LC_ALL=C.UTF-8 " HB_SHAPE " --no-glyph-names --no-clusters --language=" + language +
      " --script=" + tag.data() + " --direction=" + (right_to_left ? "rtl" : "ltr") +
      " --font-file='" + fonts.file(font).string() + "' --text-file='" + file.string() + "'");
}

TEST(Shaper, AgreesWithHarfBuzzsOwnToolOnAllThatIsShipped) {
  const auto fonts = open_shipped_fonts();
  std::map<Kind, Batch> batches;
  std::size_t texts = 0;
  for (const auto& [language, text] : shipped_texts()) {
    add_runs(*fonts, language, text, Weight::regular, batches);
    add_runs(*fonts, language, text, Weight::bold, batches);
    ++texts;
  }
  EXPECT_GT(texts, 26U * 60);
  std::set<FontIndex> used;
  for (const auto& [kind, batch] : batches) {
    EXPECT_EQ(batch.ours, hb_shape(*fonts, kind, batch.lines)) << std::get<1>(kind) << "\n"
                                                               << batch.lines;
    used.insert(std::get<0>(kind));
  }
  EXPECT_GE(used.size(), 22U);  // two weights of eleven families
}

class Runs : public testing::Test {
 protected:
  std::vector<kiosk::Run> runs(std::u16string_view text) {
    return shaper_.runs(text, Weight::regular, "en", missing_);
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
  runs(u"ok ᏣᎳ \U0001F600");
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
