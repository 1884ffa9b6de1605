/// The control plane over HTTP, on virtual threads: what a person or a script asks of a running gateway.
///
/// [dev.prism.admin.AdminServer] is the way in; it gets what it needs as ports
/// ([dev.prism.admin.AdminPorts]), since it must not know the data plane. Every call is one
/// `Operation`: its path, who may call it, what it takes and answers, and the code. The server, the list
/// at `/` and `/openapi.json` are all made from those, so they cannot differ.
///
/// A call passes the host check (a page of some other site must not steer a gateway on loopback), then
/// the bearer token, then its operation. What fails is answered as a problem (RFC 9457).
@NullMarked
package dev.prism.admin;

import org.jspecify.annotations.NullMarked;
