// What browsers and proxies say of themselves: lines "name: value" as headers, the rest as a form.
#include <algorithm>
#include <sstream>

#include "backend/accounts/doorkeeper.h"
#include "backend/accounts/guesses.h"
#include "backend/web/form.h"
#include "tests/fuzz/fuzz.h"

namespace smilepost::fuzz {
namespace {

using backend::Request;
using backend::Site;

Request request_of(std::string_view text) {
  Request request;
  request.method = "POST";
  request.peer = "127.0.0.1";
  std::istringstream in{std::string(text)};
  for (std::string line; std::getline(in, line);) {
    const std::size_t colon = line.find(": ");
    if (colon == std::string::npos) {
      request.body += line;
    } else {
      request.headers[line.substr(0, colon)] = line.substr(colon + 2);
    }
  }
  return request;
}

void judge_cookie(const Request& request) {
  for (const bool https : {false, true}) {
    const std::string token = backend::session_token(request, https);
    must(token.empty() || token.size() == 64, "a token is whole or none");
    must(token.find(';') == std::string::npos, "a token ends with its cookie");
  }
}

void judge_way(const Request& request) {
  const Site site({"localhost"}, "https://feedback.example");
  const std::string_view host = backend::without_port(request.header("host"));
  must(site.allows_host(request) == (host == "localhost" || host == "feedback.example"),
       "no other name is answered");
  const std::string_view origin = request.header("origin");
  if (site.is_own_origin(request) && origin != "https://feedback.example") {
    must(origin.ends_with(request.header("host")) && !request.header("host").empty(),
         "an origin of ours names us");
  }
  const bool proxied = request.headers.count("x-forwarded-for") + request.headers.count("via") > 0;
  must(!proxied || !Site::is_this_machine(request), "a proxy is not this machine");
  must(Site::address_of(request).find(',') == std::string::npos, "an address is one");
}

void judge_address(std::string_view text) {
  const std::string address(text);
  if (!backend::check_public_address(address)) return;
  must(is_one_line(address) && address.find(' ') == std::string::npos, "a link may begin with it");
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smilepost;
  const auto text = fuzz::text_of({data, size});
  const auto request = fuzz::request_of(text);
  fuzz::judge_cookie(request);
  fuzz::judge_way(request);
  fuzz::judge_address(text);
  for (const auto& [name, value] : backend::parse_form(request.body)) {
    backend::Guesses().attempt(name, value, size);
  }
  return 0;
}
