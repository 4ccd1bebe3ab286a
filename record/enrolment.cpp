#include "record/enrolment.h"

#include "record/cbor.h"
#include "record/version.h"

namespace smilepost::record {
namespace {

constexpr std::size_t secret_size = 10;

// Crockford's base 32: no I, L, O, U. https://www.crockford.com/base32.html
constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

std::optional<unsigned> digit(char c) {
  const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  const char meant = upper == 'O' ? '0' : upper == 'I' || upper == 'L' ? '1' : upper;
  const std::size_t place = alphabet.find(meant);
  if (place == std::string_view::npos) return {};
  return static_cast<unsigned>(place);
}

// 5 bits a letter; 20 bytes are 32 letters with nothing left over.
std::string to_base32(BytesView bytes) {
  std::string text;
  unsigned bits = 0, pending = 0;
  for (const std::uint8_t byte : bytes) {
    pending = pending << 8 | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[pending >> (bits - 5) & 31];
    pending &= (1U << bits) - 1;
  }
  return text;
}

bool starts_as_version_1(CborReader& in, std::size_t& left) {
  left = in.map();
  return read_version(in, left) == Verdict::good;
}

}  // namespace

std::string to_string(const EnrolmentCode& code) {
  Bytes bytes(code.secret.begin(), code.secret.end());
  bytes.insert(bytes.end(), code.receipt_key.begin(), code.receipt_key.end());
  std::string text;
  for (const char letter : to_base32(bytes)) {
    if (text.size() % 5 == 4) text += '-';
    text += letter;
  }
  return text;
}

std::optional<EnrolmentCode> parse_enrolment_code(std::string_view text) {
  std::array<std::uint8_t, 20> bytes{};
  std::size_t letters = 0;
  for (const char c : text) {
    if (c == '-' || c == ' ' || c == '\n' || c == '\r' || c == '\t') continue;
    const auto value = digit(c);
    if (!value || letters == 32) return {};
    for (unsigned bit = 0; bit < 5; ++bit) {
      const std::size_t place = letters * 5 + bit;
      if (*value >> (4 - bit) & 1) bytes[place / 8] |= static_cast<std::uint8_t>(0x80 >> place % 8);
    }
    ++letters;
  }
  if (letters != 32) return {};
  EnrolmentCode code;
  std::copy_n(bytes.begin(), secret_size, code.secret.begin());
  std::copy_n(bytes.begin() + secret_size, code.receipt_key.size(), code.receipt_key.begin());
  return code;
}

Fingerprint fingerprint_of(const PublicKey& receipt_key) {
  Fingerprint fingerprint{};
  const Hash hash = sha256(receipt_key);
  std::copy_n(hash.begin(), fingerprint.size(), fingerprint.begin());
  return fingerprint;
}

Bytes encode(const EnrolmentRequest& request) {
  CborWriter out;
  out.map(4).number(0).number(version);
  out.number(1).bytes(request.code_secret);
  out.number(2).bytes(request.epoch_opened);
  out.number(3).text(request.label);
  return out.take();
}

std::optional<EnrolmentRequest> decode_enrolment_request(BytesView body) {
  if (body.size() > largest_enrolment || scan_whole(body) != Verdict::good) return {};
  EnrolmentRequest request;
  CborReader in(body);
  std::size_t left = 0;
  if (!starts_as_version_1(in, left)) return {};
  if (!in.key(1, left)) return {};
  request.code_secret = in.array_of_bytes<secret_size>();
  if (!in.key(2, left)) return {};
  const BytesView record = in.bytes();
  request.epoch_opened.assign(record.begin(), record.end());
  if (!in.key(3, left)) return {};
  request.label = in.text();
  if (!in.finished() || left != 0) return {};
  return request;
}

Bytes encode(const EnrolmentAnswer& answer) {
  CborWriter out;
  out.map(3).number(0).number(version);
  out.number(1).bytes(answer.receipt_key);
  out.number(2).bytes(answer.receipt);
  return out.take();
}

std::optional<EnrolmentAnswer> decode_enrolment_answer(BytesView body) {
  if (body.size() > largest_enrolment || scan_whole(body) != Verdict::good) return {};
  EnrolmentAnswer answer;
  CborReader in(body);
  std::size_t left = 0;
  if (!starts_as_version_1(in, left)) return {};
  if (!in.key(1, left)) return {};
  answer.receipt_key = in.array_of_bytes<32>();
  if (!in.key(2, left)) return {};
  const BytesView receipt = in.bytes();
  answer.receipt.assign(receipt.begin(), receipt.end());
  if (!in.finished() || left != 0) return {};
  return answer;
}

OpenedReceipt open_enrolment(const EnrolmentAnswer& answer, const EnrolmentCode& code,
                             const KioskId& kiosk, Epoch epoch) {
  if (fingerprint_of(answer.receipt_key) != code.receipt_key) return {Verdict::wrong_signature, {}};
  OpenedReceipt opened = open_receipt(answer.receipt, answer.receipt_key);
  if (opened.verdict != Verdict::good) return opened;
  if (opened.receipt.kiosk != kiosk) return {Verdict::wrong_kiosk, {}};
  if (opened.receipt.epoch != epoch) return {Verdict::wrong_epoch, {}};
  if (opened.receipt.head) return {Verdict::head_mismatch, {}};
  return opened;
}

}  // namespace smilepost::record
