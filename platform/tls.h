// What TLS needs beyond libcurl: the time at which certificates are judged, and a look at the files
// that IT names before the first connection. OpenSSL, which libcurl uses as well.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "platform/result.h"

namespace smilepost::platform {

// ssl_context: the SSL_CTX of connections yet to be made. Unix time.
void judge_certificates_at(void* ssl_context, std::int64_t unix_s);

enum class CertificateFault : std::uint8_t {
  none,
  not_yet_valid,
  expired,
  unknown_authority,
  other
};
// Of SSL_get_verify_result(3).
CertificateFault certificate_fault(long verify_result);

// A PEM file with at least one certificate.
Status check_authorities(const std::filesystem::path& file);
// PEM; the key without a password, and the certificate's.
Status check_client_certificate(const std::filesystem::path& certificate,
                                const std::filesystem::path& key);
// "sha256//" and the Base64 of 32 bytes, in its only spelling: libcurl compares texts.
bool is_public_key_pin(std::string_view text);

}  // namespace smilepost::platform
