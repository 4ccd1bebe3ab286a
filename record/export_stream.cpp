// An export read from a stream.
#include <istream>

#include "record/export_verifier.h"

namespace smilepost::record {
namespace {

// Cuts a stream into items and never holds more than two of the largest.
class ItemStream {
 public:
  explicit ItemStream(std::istream& in) : in_(in) {}

  // Its bytes are valid until the next one is read.
  ExportItem next() {
    fill();
    if (in_.bad()) return {Verdict::unreadable_file, {}};
    const ExportItem item = cut_item(BytesView(buffer_).subspan(at_));
    at_ += item.bytes.size();
    return item;
  }

 private:
  void fill() {
    if (buffer_.size() - at_ >= largest_export_item || !in_.good()) return;
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(at_));
    at_ = 0;
    const std::size_t had = buffer_.size();
    buffer_.resize(2 * largest_export_item);
    in_.read(reinterpret_cast<char*>(buffer_.data() + had),
             static_cast<std::streamsize>(buffer_.size() - had));
    buffer_.resize(had + static_cast<std::size_t>(in_.gcount()));
  }

  std::istream& in_;
  Bytes buffer_;
  std::size_t at_ = 0;
};

}  // namespace

ExportReport verify_export(std::istream& in, const std::function<void(std::uint64_t)>& progress) {
  ItemStream items(in);
  ExportVerifier verifier;
  while (verifier.take(items.next())) {
    if (progress) progress(verifier.report().records);
  }
  return verifier.report();
}

}  // namespace smilepost::record
