/// Scanners that ask another service: moderation endpoints, hosted guardrails, guard models behind an
/// endpoint of the OpenAI dialect.
///
/// [dev.prism.scanners.remote.RemoteScanner] asks, waits, remembers and gives up; a
/// [dev.prism.scanners.remote.RemoteBackend] says what is sent and what an answer means. They run on scan
/// threads, never on an event loop; a service that fails or is late counts as its rail's `on-error` says.
@NullMarked
package dev.prism.scanners.remote;

import org.jspecify.annotations.NullMarked;
