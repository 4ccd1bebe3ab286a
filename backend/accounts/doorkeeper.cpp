#include "backend/accounts/doorkeeper.h"

namespace smilepost::backend {
namespace {

constexpr std::size_t token_digits = 64;
constexpr const char* team_stays = "; Max-Age=34560000";  // 400 days: the backend ends it before

const char* cookie_name(bool https) {
  return https ? "__Host-session" : "session";
}

// Browsers say whether somebody clicked (Fetch Metadata, "Sec-Fetch-User"); old ones do not, nor
// any by plain HTTP from another machine. Figures are fetched by the page alone.
bool somebody_is_there(const Request& request) {
  if (request.path.ends_with("/figures")) return false;
  if (request.method == "POST" || request.header("sec-fetch-site").empty()) return true;
  return request.header("sec-fetch-user") == "?1";
}

}  // namespace

std::string session_cookie(const std::string& token, Role role, bool https) {
  std::string cookie = cookie_name(https);
  cookie += "=" + token + "; Path=/; HttpOnly; SameSite=Lax";
  if (https) cookie += "; Secure";
  if (token.empty()) return cookie + "; Max-Age=0";
  return role == Role::team ? cookie + team_stays : cookie;
}

std::string session_token(const Request& request, bool https) {
  const std::string name = std::string(cookie_name(https)) + "=";
  std::string_view rest = request.header("cookie");
  while (!rest.empty()) {
    std::string_view pair = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    if (pair.starts_with(name)) {
      const std::string_view token = pair.substr(name.size());
      return token.size() == token_digits ? std::string(token) : std::string();
    }
  }
  return {};
}

Result<std::optional<Visitor>> Doorkeeper::who(const Request& request) {
  if (request.door == Door::admin_socket) {
    return std::optional(Visitor{"owner", Role::administrator});
  }
  const auto any = accounts_.any();
  if (!any) return any.error();
  if (!*any) {
    if (!Site::is_this_machine(request)) return std::optional<Visitor>();
    return std::optional(Visitor{"", Role::administrator});
  }
  const std::string token = session_token(request, site_.is_https(request));
  if (token.empty()) return std::optional<Visitor>();
  return sessions_.find(token, somebody_is_there(request));
}

Status Doorkeeper::look() {
  if (has_account_) return Done{};
  const auto any = accounts_.any();
  if (!any) return any.error();
  has_account_ = *any;
  return Done{};
}

}  // namespace smilepost::backend
