#include "record/export.h"

#include <cassert>
#include <ostream>

#include "record/export_parts.h"

namespace smilepost::record {
namespace {

void write(std::ostream& out, const Bytes& bytes) {
  out.write(reinterpret_cast<const char*>(bytes.data()),
            static_cast<std::streamsize>(bytes.size()));
}

}  // namespace

ExportWriter::ExportWriter(std::ostream& out, const ExportAnchor& anchor)
    : out_(out), sections_(std::make_unique<Sections>(anchor)) {
  const Bytes bytes = encode(anchor);
  assert(decode_anchor(bytes).verdict == Verdict::good);
  anchor_hash_ = sha256(bytes);
  write(out_, bytes);
}

ExportWriter::~ExportWriter() = default;

Verdict ExportWriter::add(BytesView cose) {
  const Verdict verdict = sections_->append(cose, Signatures::links_only);
  if (verdict == Verdict::good) write(out_, Bytes(cose.begin(), cose.end()));
  return verdict;
}

Status ExportWriter::finish(std::int64_t time_ms, const SigningKey& newest_key) {
  const ExportAnchor& anchor = sections_->anchor();
  if (!sections_->complete()) {
    return Error{"the export lacks the records of an epoch; verify the journal first"};
  }
  if (newest_key.public_key() != anchor.sections.back().public_key) {
    return Error{"the key is not that of the newest epoch; restore the kiosk's key folder"};
  }
  write(out_,
        seal(ExportHead{anchor.kiosk, time_ms, anchor_hash_, sections_->heads()}, newest_key));
  out_.flush();
  if (!out_) return Error{"the export could not be written; check the space on the disk"};
  return Done{};
}

}  // namespace smilepost::record
