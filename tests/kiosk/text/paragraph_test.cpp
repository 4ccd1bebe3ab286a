#include "kiosk/text/paragraph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <map>

#include "tests/kiosk/text/fonts_for_tests.h"

namespace smilepost::kiosk {
namespace {

constexpr float endless = std::numeric_limits<float>::infinity();

class ParagraphOf : public testing::Test {
 protected:
  Paragraph paragraph(std::string_view utf8, std::string_view language) {
    return {shaper_, utf8, language, Weight::regular, 0};
  }

  Line only_line(std::string_view utf8, std::string_view language) {
    const Paragraph text = paragraph(utf8, language);
    const Lines lines = text.placed(text.spans(endless, false));
    EXPECT_EQ(lines.lines.size(), 1U);
    return lines.lines.front();
  }

  // The line read from left to right: a character for each glyph of Noto Sans, "ع" for each run of
  // glyphs of another font. Spaces are left out.
  std::string seen(std::string_view utf8, std::string_view language) {
    std::map<std::uint32_t, char> latin;
    for (char c = '!'; c <= '~'; ++c) {
      latin[only_line(std::string(1, c), "en").glyphs.at(0).glyph] = c;
    }
    std::string text;
    for (const PlacedGlyph& glyph : only_line(utf8, language).glyphs) {
      if (glyph.font != fonts_->primary(Weight::regular)) {
        if (!text.ends_with("ع")) text += "ع";
      } else if (const auto known = latin.find(glyph.glyph); known != latin.end()) {
        text += known->second;
      }
    }
    return text;
  }

  std::unique_ptr<FontSet> fonts_ = open_shipped_fonts();
  Shaper shaper_{*fonts_};
};

TEST_F(ParagraphOf, ArabicWithANumberAndALatinWordStandsInVisualOrder) {
  EXPECT_EQ(seen("الطلب 49.90 ريال", "ar"), "ع49.90ع");
  EXPECT_EQ(seen("iPhone رقم 12", "ar"), "12عiPhone");
  EXPECT_EQ(seen("نعم (iPhone)", "ar"), "(iPhone)ع");  // brackets are mirrored
}

TEST_F(ParagraphOf, TheLanguageDecidesTheDirectionNotTheFirstLetter) {
  EXPECT_EQ(seen("abc نعم", "ar"), "عabc");
  EXPECT_EQ(seen("نعم abc", "en"), "عabc");
  EXPECT_EQ(seen("abc نعم!", "en"), "abcع!");
  EXPECT_TRUE(paragraph("abc", "ar").right_to_left());
}

// U+001C to U+001E separate paragraphs for the bidi algorithm, but no lines.
TEST_F(ParagraphOf, ASeparatorWithinALineIsASpace) {
  for (const char* text : {"a\x1C"
                           "b",
                           "a\x1D"
                           "b",
                           "a\x1E"
                           "b"}) {
    EXPECT_FLOAT_EQ(only_line(text, "en").width, only_line("a b", "en").width);
    EXPECT_EQ(seen(text, "en"), "ab");
  }
}

TEST_F(ParagraphOf, IsolatesKeepADateTogether) {
  EXPECT_EQ(seen("رقم 2024-15", "ar"), "15-2024ع");
  EXPECT_EQ(seen("رقم \u20662024-15\u2069", "ar"), "2024-15ع");
}

TEST_F(ParagraphOf, AnArabicWordLooksTheSameOnALatinScreen) {
  const Line there = only_line("العربية", "ar"), here = only_line("العربية", "en");
  ASSERT_EQ(there.glyphs.size(), here.glyphs.size());
  for (std::size_t i = 0; i < there.glyphs.size(); ++i) {
    EXPECT_EQ(there.glyphs[i].glyph, here.glyphs[i].glyph);
    EXPECT_EQ(there.glyphs[i].x, here.glyphs[i].x);
  }
}

TEST_F(ParagraphOf, NoLineIsWiderThanTheBox) {
  const Paragraph text = paragraph(
      "Das tut uns leid. Das war sicher ärgerlich – Sie hätten Besseres verdient. نعم iPhone 12",
      "de");
  for (int step = 0; step < 60; ++step) {
    const float width = 6 + float(step) * 0.7F;
    for (const bool balanced : {false, true}) {
      const Lines lines = text.placed(text.spans(width, balanced));
      EXPECT_TRUE(lines.fits) << width;
      EXPECT_LE(lines.width, width + 0.02F) << width;
    }
  }
}

TEST_F(ParagraphOf, LinesOfArabicReadFromTheRightAndKeepTheirWords) {
  const Paragraph text = paragraph("كيف كانت زيارتك اليوم؟", "ar");
  const Lines lines = text.placed(text.spans(7, false));
  ASSERT_GT(lines.lines.size(), 1U);
  const Line first = only_line("كيف كانت", "ar");
  ASSERT_GE(lines.lines[0].glyphs.size(), first.glyphs.size());
  EXPECT_EQ(lines.lines[0].glyphs.back().glyph, first.glyphs.back().glyph);  // kaf, at the right
}

TEST_F(ParagraphOf, BytesThatAreNotUtf8AreReplaced) {
  EXPECT_EQ(only_line("a\xFF\xFE b", "en").glyphs.size(), 5U);
}

TEST_F(ParagraphOf, MissingCharactersAreCounted) {
  EXPECT_EQ(paragraph("ᏣᎳ ok", "chr").missing(), 2);
  EXPECT_EQ(paragraph("ok", "ja").missing(), 0);
}

}  // namespace
}  // namespace smilepost::kiosk
