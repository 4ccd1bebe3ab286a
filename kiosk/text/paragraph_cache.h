// Paragraphs and their lines, kept while they are in use: screens draw the same text each frame.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kiosk/text/paragraph.h"

namespace smilepost::kiosk {

// References stay valid until the next call. UI thread only.
class ParagraphCache {
 public:
  explicit ParagraphCache(const Shaper& shaper, std::size_t capacity = 256)
      : shaper_(shaper), capacity_(capacity) {}

  // Of the style only weight and tracking matter.
  const Paragraph& paragraph(std::string_view utf8, std::string_view language,
                             const TextStyle& style);
  const Lines& lines(std::string_view utf8, std::string_view language, const TextStyle& style,
                     float max_width_em, bool balanced);

  // Paragraphs that no frame has used for a while go.
  void begin_frame();

  std::size_t size() const { return entries_.size(); }
  std::uint64_t missing_glyphs() const { return missing_; }

 private:
  struct Broken {
    float max_width_em = 0;
    bool balanced = false;
    Lines lines;
  };
  struct Entry {
    Paragraph paragraph;
    std::vector<Broken> broken;  // the newest last
    std::uint64_t used_in_frame = 0;
  };

  Entry& entry(std::string_view utf8, std::string_view language, const TextStyle& style);
  void make_room();

  const Shaper& shaper_;
  std::size_t capacity_;
  std::uint64_t frame_ = 0, missing_ = 0;
  std::unordered_map<std::string, Entry> entries_;
};

}  // namespace smilepost::kiosk
