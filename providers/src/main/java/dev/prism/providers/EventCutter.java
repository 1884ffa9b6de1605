package dev.prism.providers;

import dev.prism.exchange.SseReader;

/// Cuts a streamed reply into events, however its bytes arrive. One instance for each stream.
public interface EventCutter {
  /// Reads on; hands over each event that is complete now. The array is not kept.
  ///
  /// @throws Broken if the bytes are not what they should be, or an event is too large
  void feed(byte[] bytes, int from, int to, SseReader.Handler handler) throws Broken;

  /// The stream has ended.
  ///
  /// @throws Broken if it ended within an event
  void finish(SseReader.Handler handler) throws Broken;

  /// The stream cannot be read on.
  final class Broken extends Exception {
    private static final long serialVersionUID = 1;

    public Broken(String message) {
      super(message, null, false, false);
    }
  }

  /// Cuts server-sent events.
  static EventCutter serverSent(int maxEventBytes) {
    SseReader reader = new SseReader(maxEventBytes);
    return new EventCutter() {
      @Override
      public void feed(byte[] bytes, int from, int to, SseReader.Handler handler) throws Broken {
        try {
          reader.feed(bytes, from, to, handler);
        } catch (SseReader.Overflow overflow) {
          throw new Broken("an event is too large");
        }
      }

      @Override
      public void finish(SseReader.Handler handler) {
        reader.finish(handler);
      }
    };
  }
}
