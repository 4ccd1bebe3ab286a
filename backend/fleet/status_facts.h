// A status report in the words of kiosk_facts.h.
#pragma once

#include "backend/fleet/kiosk_facts.h"
#include "record/status.h"

namespace smilepost::backend {

StatusFacts facts_of(const record::StatusReport& report, std::int64_t received_ms);

// Of one that was kept, and verified then. Nothing where it cannot be read.
std::optional<StatusFacts> kept_status_facts(record::BytesView cose, std::int64_t received_ms);

}  // namespace smilepost::backend
