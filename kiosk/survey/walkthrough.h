// Every screen that a shopper of one manner may meet: a session walked through all its ways, so
// that all of it can be looked at before anybody stands there.
#pragma once

#include <string>
#include <vector>

#include "kiosk/survey/session.h"

namespace smilepost::kiosk {

// The manner's language is one of the offer's. A follow-up comes with nothing chosen, with all
// chosen and with "Do you need more time?"; a thank-you with each of its endings, and, where a
// reason was asked for, once more with a large number of others who gave it.
std::vector<SessionView> every_view(const SurveyOffer& offer, const Manner& manner,
                                    const Look& look = {});

}  // namespace smilepost::kiosk
