#include "platform/http_fault.h"

#include <cerrno>
#include <ctime>

#include "platform/tls.h"

namespace smilepost::platform {
namespace {

// "2076-01-01"
std::string date_of(std::int64_t unix_s) {
  const std::time_t time = unix_s;
  std::tm parts{};
  char text[32] = "";
  if (gmtime_r(&time, &parts) != nullptr) std::strftime(text, sizeof text, "%F", &parts);
  return text;
}

bool says(const HttpFault& fault, std::string_view words) {
  return fault.text.find(words) != std::string_view::npos;
}

std::string refused_by_proxy(long status) {
  if (status == 407) {
    return "the proxy wants a login (HTTP 407): write \"name:password\" into a file and set "
           "/network/proxy_login_file in kiosk.json";
  }
  return "the proxy does not let this through (HTTP " + std::to_string(status) +
         "): have it allow this address";
}

std::string no_connection(const HttpFault& fault) {
  if (fault.os_errno == ECONNREFUSED) {
    return fault.has_proxy ? "nobody answers at that port of the proxy: start it, or mend "
                             "/network/proxy in kiosk.json"
                           : "nobody answers at that port: start the backend, or mend the address";
  }
  if (fault.os_errno == ENETUNREACH || fault.os_errno == EHOSTUNREACH) {
    return "there is no way into the network: check cable, Wi-Fi and router";
  }
  return "no connection: check cable, Wi-Fi and firewall, then the address";
}

std::string distrusted(const HttpFault& fault) {
  if (says(fault, "subject name")) {  // libcurl looks at it by itself
    return "its certificate is for another name: a portal may answer instead of the backend; else "
           "mend the address or the certificate";
  }
  const std::string date = date_of(fault.judged_at_s);
  switch (certificate_fault(fault.verify_result)) {
    case CertificateFault::expired:
      return "its certificate has expired by this kiosk's date, " + date +
             ": set the clock if that is wrong, else renew the certificate";
    case CertificateFault::not_yet_valid:
      return "its certificate is not valid yet by this kiosk's date, " + date +
             ": set the clock if that is wrong, else check the certificate";
    case CertificateFault::unknown_authority:
      return "its certificate is from no authority that this kiosk knows: a portal or a proxy may "
             "answer instead of the backend; if the authority is your own, set /network/ca_file in "
             "kiosk.json";
    case CertificateFault::none:
    case CertificateFault::other:
      break;
  }
  return "its certificate cannot be trusted: check it with `openssl s_client`";
}

bool refuses_our_certificate(const HttpFault& fault) {
  return says(fault, "alert certificate") || says(fault, "alert bad certificate") ||
         says(fault, "alert unknown ca") || says(fault, "alert unsupported certificate") ||
         says(fault, "alert handshake failure");
}

std::string no_tls(const HttpFault& fault) {
  if (refuses_our_certificate(fault)) {
    return "it wants a client certificate, or another one: set /network/client_certificate and "
           "/network/client_key in kiosk.json";
  }
  return "what answers there does not speak TLS as it should: a portal or a proxy may answer "
         "instead of the backend; else check the port";
}

std::string broken(const HttpFault& fault) {
  if (refuses_our_certificate(fault)) return no_tls(fault);
  return "the connection broke off: nothing to do unless this stays; then check what lies between";
}

}  // namespace

// Long because it is a table.
std::string describe(const HttpFault& fault) {
  if (fault.proxy_status != 0 && fault.proxy_status / 100 != 2) {
    return refused_by_proxy(fault.proxy_status);
  }
  switch (fault.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "its name cannot be looked up (DNS): check cable, Wi-Fi and name server, then the "
             "address";
    case CURLE_COULDNT_RESOLVE_PROXY:
      return "the proxy's name cannot be looked up (DNS): check the network and /network/proxy in "
             "kiosk.json";
    case CURLE_COULDNT_CONNECT:
      return no_connection(fault);
    case CURLE_OPERATION_TIMEDOUT:
      return "no answer in time: check cable, Wi-Fi and firewall, then the backend";
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
      return "its key is none of those pinned: if the backend has a new one, set /network/pins in "
             "kiosk.json; else somebody listens in between";
    case CURLE_PEER_FAILED_VERIFICATION:
      return distrusted(fault);
    case CURLE_SSL_CACERT_BADFILE:
      return "the authorities' file cannot be used: check /network/ca_file in kiosk.json, or "
             "install the package ca-certificates";
    case CURLE_SSL_CERTPROBLEM:
      return "this kiosk's client certificate cannot be used: check /network/client_certificate "
             "and /network/client_key in kiosk.json";
    case CURLE_SSL_CONNECT_ERROR:
      return no_tls(fault);
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
      return broken(fault);
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
      return "what answers there does not speak HTTP: a portal or another service may answer "
             "instead of the backend; else check the port";
    default:
      return std::string(curl_easy_strerror(fault.code)) + ": check the address and the network";
  }
}

}  // namespace smilepost::platform
