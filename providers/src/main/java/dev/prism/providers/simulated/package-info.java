/// A provider inside the process: a real HTTP server on a loopback port that speaks the OpenAI dialect,
/// answers from a small corpus at the pace of a model, and fails as told. It serves the default
/// configuration, the demo, tests and load runs. Each request has a virtual thread, so that a held stream
/// costs a few kilobytes and no caller waits for another.
///
/// [dev.prism.providers.simulated.SimulatedProvider] starts and ends it, and changes its behaviour while
/// it runs.
@NullMarked
package dev.prism.providers.simulated;

import org.jspecify.annotations.NullMarked;
