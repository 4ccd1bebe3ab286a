#include "backend/web/parts.h"

#include <cstdlib>
#include <utility>

#include "backend/web/files.h"

namespace smilepost::backend {
namespace {

constexpr std::pair<std::string_view, std::string_view> parts[] = {
    {"answers", web::answers_html},     {"bars", web::bars_html}, {"figures", web::figures_html},
    {"fleet_log", web::fleet_log_html}, {"head", web::head_html}, {"notice", web::notice_html},
    {"token", web::token_html},         {"top", web::top_html},
};

}  // namespace

std::string_view shared_part(std::string_view name) {
  for (const auto& [known, html] : parts) {
    if (known == name) return html;
  }
  std::abort();
}

}  // namespace smilepost::backend
