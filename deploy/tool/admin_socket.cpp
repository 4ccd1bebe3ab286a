#include "deploy/tool/admin_socket.h"

#include <curl/curl.h>

#include <memory>
#include <optional>

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

struct Content {
  const std::string& type;
  const std::string& body;
  const char* method = "POST";
  std::vector<std::string> headers = {};
};

// GET where there is no content.
Result<AdminAnswer> ask(const std::filesystem::path& socket, const std::string& target,
                        const std::optional<Content>& content) {
  const std::unique_ptr<CURL, Cleanup> curl(curl_easy_init());
  if (!curl) return Error{"libcurl cannot start"};
  AdminAnswer answer;
  const std::string url = "http://localhost" + target;
  curl_easy_setopt(curl.get(), CURLOPT_UNIX_SOCKET_PATH, socket.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, seconds);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &take);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
  std::unique_ptr<curl_slist, Cleanup> headers;
  if (content) {
    headers.reset(curl_slist_append(nullptr, ("Content-Type: " + content->type).c_str()));
    for (const auto& header : content->headers) curl_slist_append(headers.get(), header.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(content->body.size()));
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, content->body.data());
    curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, content->method);
  }
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
  return ask(socket, target, {});
}

Result<AdminAnswer> post_to_admin(const std::filesystem::path& socket, const std::string& target,
                                  const std::string& body, const std::string& content_type) {
  return ask(socket, target, Content{content_type, body});
}

Result<AdminAnswer> put_to_admin(const std::filesystem::path& socket, const std::string& target,
                                 const std::string& body, const std::string& content_type,
                                 const std::vector<std::string>& headers) {
  return ask(socket, target, Content{content_type, body, "PUT", headers});
}

}  // namespace smilepost::tool
