/// What the tests of every module stand on: real fakes instead of mocks.
///
/// [dev.prism.testing.StubProvider] is a provider made of raw sockets, exact to the byte, and
/// [dev.prism.testing.StubHttp2Provider] its HTTP/2 sister; both answer with a
/// [dev.prism.testing.Reply] and keep what arrived. [dev.prism.testing.RawHttp] is the client that no
/// HTTP library stands behind. [dev.prism.testing.RecordedInteractions] reads recorded provider
/// traffic where it is on the machine. Waiting is done with [dev.prism.testing.Await], which always has
/// a limit; time is turned by hand with [dev.prism.testing.TestClock].
@NullMarked
package dev.prism.testing;

import org.jspecify.annotations.NullMarked;
