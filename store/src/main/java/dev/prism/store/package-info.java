/// Everything durable or remote behind the interfaces that the other modules own.
///
/// Two halves with opposite promises. The **side stream** carries the scored traces away:
/// [dev.prism.store.SideStream] has one bounded queue and one thread per sink, is never waited for, and
/// counts every trace that it loses (offered = unsampled + dropped + failed + stored + waiting). The
/// **database** ([dev.prism.store.Database]: a SQLite file, or PostgreSQL for a fleet) keeps what must
/// not be lost, keys, money spent, routing changes and the audit log, and acknowledges only what is
/// durable.
///
/// Nothing here is on the path of a request: readers get snapshots from memory, writers add to atomics,
/// and threads of this module's own do the rest. A database that is away is a state that can be seen,
/// not a failure to start.
@NullMarked
package dev.prism.store;

import org.jspecify.annotations.NullMarked;
