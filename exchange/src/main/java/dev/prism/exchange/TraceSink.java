package dev.prism.exchange;

import java.io.IOException;

/// Takes the scored traces away. Called by one thread of its own per sink, in the order in which the
/// exchanges ended, never by an event loop: it may block. A sink that throws loses that record, which
/// is counted, and is called again with the next.
public interface TraceSink extends AutoCloseable {
  /// The name in metrics and logs.
  String name();

  void accept(TraceRecord trace) throws Exception;

  /// Writes what it holds back; called when the queue is empty and before the end.
  default void flush() throws Exception {}

  @Override
  default void close() throws IOException {}
}
