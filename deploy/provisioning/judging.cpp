#include "deploy/provisioning/judging.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "kiosk/local_time.h"
#include "kiosk/staff/backend_address.h"
#include "kiosk/staff/pin.h"
#include "record/enrolment.h"
#include "record/receipt.h"

namespace smilepost::provisioning {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// It would end a line of a file that is written from it.
bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

Status must(bool good, const char* what) {
  if (good) return Done{};
  return Error{what};
}

int family_of(std::string_view text) {
  const std::string address(text);
  unsigned char bytes[sizeof(in6_addr)];
  if (::inet_pton(AF_INET, address.c_str(), bytes) == 1) return AF_INET;
  if (::inet_pton(AF_INET6, address.c_str(), bytes) == 1) return AF_INET6;
  return 0;
}

bool is_continued(std::string_view text, std::size_t at, std::size_t count) {
  for (std::size_t i = 1; i <= count; ++i) {
    if (at + i >= text.size() || (static_cast<unsigned char>(text[at + i]) & 0xC0U) != 0x80U)
      return false;
  }
  return true;
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    if ((first >= 0x80 && first < 0xC2) || first > 0xF4 || !is_continued(text, at, more))
      return false;
    at += more + 1;
  }
  return true;
}

}  // namespace

Status judge_name(std::string_view text) {
  if (text.size() > record::longest_label) {
    return Error{"is longer than " + std::to_string(record::longest_label) +
                 " bytes: choose a shorter one"};
  }
  return must(!has_control(text), "must be one line");
}

Status judge_pin(std::string_view text) {
  return kiosk::check_new_pin(text);
}

Status judge_language(std::string_view text) {
  const bool letters = std::all_of(text.begin(), text.end(),
                                   [](char c) { return is_letter_or_digit(c) || c == '-'; });
  return must(letters && text.size() >= 2 && text.size() <= 35 && text.front() != '-',
              "must be language tags such as \"de\" or \"pt-BR\"");
}

Status judge_time_zone(std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter_or_digit(c) || c == '/' || c == '_' || c == '-' || c == '+';
  });
  if (!plain || !kiosk::TimeZone::named(std::string(text))) {
    return Error{"is no time zone that is known: write one such as \"Europe/Berlin\""};
  }
  return Done{};
}

Status judge_host_name(std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(),
                                 [](char c) { return is_letter_or_digit(c) || c == '-'; });
  return must(plain && text.size() <= 63 && text.front() != '-' && text.back() != '-',
              "must be at most 63 letters, digits and hyphens, such as \"kiosk-17\"");
}

Status judge_backend(std::string_view text) {
  return must(kiosk::backend_address(text).has_value(),
              "must be the backend's address, such as \"https://feedback.example\"");
}

Status judge_code(std::string_view text) {
  return must(record::parse_enrolment_code(text).has_value(),
              "is mistyped: copy all of it, eight groups of four letters and digits");
}

Status judge_card_file(std::string_view text) {
  return must(!text.empty() && text.size() <= 255 && !has_control(text) &&
                  text.find_first_of("/\\") == std::string_view::npos,
              "must be the name of a file beside this one, such as \"ca.pem\"");
}

Status judge_certificates(std::string_view text) {
  if (text.find("PRIVATE KEY") != std::string_view::npos) {
    return Error{
        "holds a private key, which has no business on a kiosk: export the certificate alone"};
  }
  return must(text.find("-----BEGIN CERTIFICATE-----") != std::string_view::npos,
              "holds no certificate in PEM: export it again, as Base64 text");
}

Status judge_ssid(std::string_view text) {
  return must(text.size() <= 32 && !has_control(text),
              "must be the network's name, at most 32 bytes");
}

Status judge_passphrase(std::string_view text) {
  const bool hexadecimal = text.size() == 64 && text.find_first_not_of("0123456789abcdefABCDEF") ==
                                                    std::string_view::npos;
  return must(!has_control(text) && ((text.size() >= 8 && text.size() <= 63) || hexadecimal),
              "must be the Wi-Fi's passphrase, 8 to 63 characters");
}

Status judge_ip(std::string_view text) {
  return must(family_of(text) != 0, "must be an address such as \"192.168.1.1\"");
}

Status judge_network_address(std::string_view text) {
  const auto slash = text.find('/');
  unsigned bits = 0;
  const auto digits = slash == std::string_view::npos ? std::string_view() : text.substr(slash + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  const int family = family_of(text.substr(0, slash));
  return must(!digits.empty() && error == std::errc{} && end == digits.data() + digits.size() &&
                  family != 0 && bits >= 1 && bits <= (family == AF_INET ? 32U : 128U),
              "must be an address and its network's bits, such as \"192.168.1.20/24\"");
}

Result<std::string> as_utf8(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    return Error{"is saved as \"Unicode\" (UTF-16): save it again with the encoding UTF-8"};
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (bytes.starts_with("{\\rtf")) {
    return Error{"was saved by a word processor: save it again as plain text"};
  }
  if (bytes.find('\0') != std::string_view::npos || !is_utf8(bytes)) {
    return Error{"is no text in UTF-8: save it again with the encoding UTF-8"};
  }
  return std::string(bytes);
}

}  // namespace smilepost::provisioning
