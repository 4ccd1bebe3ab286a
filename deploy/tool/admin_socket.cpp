#include "deploy/tool/admin_socket.h"

#include <curl/curl.h>

#include <memory>

namespace smilepost::tool {
namespace {

constexpr std::size_t largest_answer = 65536;
constexpr long seconds = 10;

std::size_t take(char* data, std::size_t, std::size_t size, void* body) {
  auto& text = *static_cast<std::string*>(body);
  if (text.size() + size > largest_answer) return 0;
  text.append(data, size);
  return size;
}

struct Cleanup {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};

}  // namespace

Result<AdminAnswer> post_to_admin(const std::filesystem::path& socket, const std::string& target) {
  const std::unique_ptr<CURL, Cleanup> curl(curl_easy_init());
  if (!curl) return Error{"libcurl cannot start"};
  AdminAnswer answer;
  const std::string url = "http://localhost" + target;
  curl_easy_setopt(curl.get(), CURLOPT_UNIX_SOCKET_PATH, socket.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, "");
  curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, seconds);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &take);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) {
    return Error{"nobody answers at " + socket.string() + " (" + curl_easy_strerror(code) +
                 "); is the backend running, and is it yours?"};
  }
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}

}  // namespace smilepost::tool
