// What every page says to the browser: nothing from elsewhere, nothing inline, no frame around it,
// no guessing of types.
#pragma once

#include <string>

#include "backend/http.h"

namespace smilepost::backend {

// Style and pictures of ours, and forms that come back here; no script at all. Not kept anywhere. A
// referrer within the site alone, since without one browsers hide a form's origin, too (Fetch,
// "Origin").
Response safe_response(int status, std::string type, std::string body);
Response safe_html(int status, std::string body);
Response see_other(const std::string& path);

// Adds what an answer to a browser lacks of that. `https`: it is to come by https from now on.
void make_safe(Response& response, bool https);

}  // namespace smilepost::backend
