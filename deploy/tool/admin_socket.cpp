#include "deploy/tool/admin_socket.h"

#include <curl/curl.h>

#include <memory>

namespace smilepost::tool {
namespace {

constexpr std::size_t largest_answer = std::size_t{64} << 20;  // a list of all kiosks
constexpr long seconds = 10;

std::size_t take(char* data, std::size_t, std::size_t size, void* body) {
  auto& text = *static_cast<std::string*>(body);
  if (text.size() + size > largest_answer) return 0;
  text.append(data, size);
  return size;
}

struct Cleanup {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

using Curl = std::unique_ptr<CURL, Cleanup>;

Curl open(const std::filesystem::path& socket, const std::string& url, AdminAnswer& answer) {
  Curl curl(curl_easy_init());
  if (!curl) return curl;
  curl_easy_setopt(curl.get(), CURLOPT_UNIX_SOCKET_PATH, socket.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, seconds);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &take);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
  return curl;
}

Result<AdminAnswer> perform(const Curl& curl, const std::filesystem::path& socket,
                            AdminAnswer& answer) {
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) {
    return Error{"nobody answers at " + socket.string() + " (" + curl_easy_strerror(code) +
                 "); is the backend running, and is it yours?"};
  }
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}

}  // namespace

Result<AdminAnswer> get_from_admin(const std::filesystem::path& socket, const std::string& target) {
  AdminAnswer answer;
  const std::string url = "http://localhost" + target;
  const Curl curl = open(socket, url, answer);
  if (!curl) return Error{"libcurl cannot start"};
  return perform(curl, socket, answer);
}

Result<AdminAnswer> post_to_admin(const std::filesystem::path& socket, const std::string& target,
                                  const std::string& body, const std::string& content_type) {
  AdminAnswer answer;
  const std::string url = "http://localhost" + target;
  const Curl curl = open(socket, url, answer);
  if (!curl) return Error{"libcurl cannot start"};
  const std::string type = "Content-Type: " + content_type;
  const std::unique_ptr<curl_slist, Cleanup> headers(curl_slist_append(nullptr, type.c_str()));
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.c_str());
  return perform(curl, socket, answer);
}

}  // namespace smilepost::tool
