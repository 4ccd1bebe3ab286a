#include "kiosk/text/paragraph_cache.h"

#include <fmt/format.h>

#include <algorithm>

namespace smilepost::kiosk {

namespace {

constexpr std::size_t kept_widths = 4;      // of one paragraph
constexpr std::uint64_t kept_frames = 600;  // ten seconds of animation

}  // namespace

ParagraphCache::Entry& ParagraphCache::entry(std::string_view utf8, std::string_view language,
                                             const TextStyle& style) {
  const auto key = fmt::format("{} {} {}\n{}", language, int(style.weight), style.tracking, utf8);
  auto found = entries_.find(key);
  if (found == entries_.end()) {
    make_room();
    Paragraph paragraph(shaper_, utf8, language, style.weight, style.tracking);
    missing_ += std::uint64_t(paragraph.missing());
    found = entries_.emplace(key, Entry{std::move(paragraph), {}, frame_}).first;
  }
  found->second.used_in_frame = frame_;
  return found->second;
}

void ParagraphCache::make_room() {
  if (entries_.size() < capacity_) return;
  entries_.erase(
      std::min_element(entries_.begin(), entries_.end(), [](const auto& left, const auto& right) {
        return left.second.used_in_frame < right.second.used_in_frame;
      }));
}

const Paragraph& ParagraphCache::paragraph(std::string_view utf8, std::string_view language,
                                           const TextStyle& style) {
  return entry(utf8, language, style).paragraph;
}

const Lines& ParagraphCache::lines(std::string_view utf8, std::string_view language,
                                   const TextStyle& style, float max_width_em, bool balanced) {
  Entry& entry = this->entry(utf8, language, style);
  for (const Broken& broken : entry.broken) {
    if (broken.max_width_em == max_width_em && broken.balanced == balanced) return broken.lines;
  }
  if (entry.broken.size() == kept_widths) entry.broken.erase(entry.broken.begin());
  entry.broken.push_back({max_width_em, balanced,
                          entry.paragraph.placed(entry.paragraph.spans(max_width_em, balanced))});
  return entry.broken.back().lines;
}

void ParagraphCache::begin_frame() {
  ++frame_;
  std::erase_if(entries_,
                [&](const auto& item) { return frame_ - item.second.used_in_frame > kept_frames; });
}

}  // namespace smilepost::kiosk
