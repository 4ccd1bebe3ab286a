// The network of kiosk.json, with the files that it names looked at: a wrong one is found at start,
// not at the first sync.
#pragma once

#include "kiosk/config.h"
#include "platform/http_client.h"

namespace smilepost::kiosk {

// An Error names the file, the place and the remedy. Without certificate_time_s.
Result<platform::NetworkOptions> network_settings(const Config& config);

}  // namespace smilepost::kiosk
