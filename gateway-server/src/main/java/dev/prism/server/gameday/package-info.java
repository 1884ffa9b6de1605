/// Plays nights: seeded scenarios of trouble on a virtual clock, through the real router, detection, triage,
/// containment and verification. The customers, the model and the judge's marks are made up; what the gateway
/// does with them is what it does in earnest.
@NullMarked
package dev.prism.server.gameday;

import org.jspecify.annotations.NullMarked;
