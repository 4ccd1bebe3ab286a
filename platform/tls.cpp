#include "platform/tls.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <memory>

#include "platform/read_text.h"

namespace smilepost::platform {
namespace {

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

// Else OpenSSL asks at the terminal.
int no_password(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*user*/) {
  return -1;
}

Error unreadable(const std::filesystem::path& file) {
  return Error{file.string() + ": cannot be read; does it exist, may this user read it?"};
}

Owned<X509> first_certificate(const std::string& pem) {
  const Owned<BIO> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Owned<X509> found(PEM_read_bio_X509(bio.get(), nullptr, no_password, nullptr));
  ERR_clear_error();  // or libcurl takes it for its own
  return found;
}

Owned<EVP_PKEY> private_key(const std::string& pem) {
  const Owned<BIO> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Owned<EVP_PKEY> found(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr));
  ERR_clear_error();
  return found;
}

bool belong_together(X509* certificate, EVP_PKEY* key) {
  const bool yes = X509_check_private_key(certificate, key) == 1;
  ERR_clear_error();
  return yes;
}

}  // namespace

void judge_certificates_at(void* ssl_context, std::int64_t unix_s) {
  X509_VERIFY_PARAM_set_time(SSL_CTX_get0_param(static_cast<SSL_CTX*>(ssl_context)), unix_s);
}

CertificateFault certificate_fault(long verify_result) {
  switch (verify_result) {
    case X509_V_OK:
      return CertificateFault::none;
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return CertificateFault::not_yet_valid;
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return CertificateFault::expired;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return CertificateFault::unknown_authority;
    default:
      return CertificateFault::other;
  }
}

Status check_authorities(const std::filesystem::path& file) {
  const auto pem = read_text(file);
  if (!pem) return unreadable(file);
  if (!first_certificate(*pem)) {
    return Error{file.string() + ": holds no certificate in PEM form; export it as PEM"};
  }
  return Done{};
}

Status check_client_certificate(const std::filesystem::path& certificate,
                                const std::filesystem::path& key) {
  if (auto sound = check_authorities(certificate); !sound) return sound;
  const auto pem = read_text(key);
  if (!pem) return unreadable(key);
  const auto secret = private_key(*pem);
  if (!secret) {
    return Error{key.string() +
                 ": holds no private key in PEM form without a password; export it as such"};
  }
  const auto certificate_pem = read_text(certificate);
  if (!certificate_pem) return unreadable(certificate);
  const auto public_part = first_certificate(*certificate_pem);
  if (!public_part || !belong_together(public_part.get(), secret.get())) {
    return Error{key.string() + ": is not the key of the certificate in " + certificate.string() +
                 "; name the two that belong together"};
  }
  return Done{};
}

bool is_public_key_pin(std::string_view text) {
  constexpr std::string_view prefix = "sha256//";
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  if (text.size() != 44 || text.back() != '=') return false;
  text.remove_suffix(1);
  if (text.find_first_not_of(letters) != std::string_view::npos) return false;
  return letters.find(text.back()) % 4 == 0;  // four bits of its six are used
}

}  // namespace smilepost::platform
