package dev.prism.perf.load;

/// What a load met. Times are in microseconds.
///
/// @param seconds    length of the measured window
/// @param requests   replies with status 200 that were whole, within the window
/// @param failures   other replies, cut ones, refused connections, requests without a reply
/// @param events     events of streams, within the window
/// @param latency    to the end of the reply: of an open loop from the time the request was due, of
///                   held streams the time each event took from provider to client
/// @param firstEvent of a stream, from the request
/// @param gap        between two events of a stream
/// @param problem    the first failure in words, or empty
public record LoadReport(
    double seconds,
    long requests,
    long failures,
    long events,
    Quantiles latency,
    Quantiles firstEvent,
    Quantiles gap,
    String problem) {
  public double perSecond() {
    return requests / seconds;
  }
}
