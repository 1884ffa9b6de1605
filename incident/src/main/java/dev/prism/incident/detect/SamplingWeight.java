package dev.prism.incident.detect;

import java.nio.ByteBuffer;

/// How much a sampled score counts. Where all exchanges of a minute were equally likely to be scored, all
/// scores count 1 and their mean is the traffic's, whatever the probability. One that was likelier than the
/// rest (always scored because it was flagged, say) counts `reference probability / its own`: of each kind
/// of exchange the same share then speaks, and no judge's mean is bent by what it was shown.
///
/// The reference falls at once to a lower probability, and rises when thirty-two scores in a row were likelier:
/// then the sampling itself has been turned up. It is made of the past only.
final class SamplingWeight {
  static final int BYTES = 12;
  private static final int RUN = 32;

  private double reference = 1;
  private double leastOfRun = 1;
  private int run;

  double of(double probability) {
    if (probability <= reference) {
      reference = probability;
      run = 0;
      leastOfRun = 1;
      return 1;
    }
    double weight = reference / probability;
    leastOfRun = Math.min(leastOfRun, probability);
    if (++run >= RUN) {
      reference = leastOfRun;
      run = 0;
      leastOfRun = 1;
    }
    return weight;
  }

  void write(ByteBuffer to) {
    to.putFloat((float) reference).putFloat((float) leastOfRun).putInt(run);
  }

  void read(ByteBuffer from) {
    reference = from.getFloat();
    leastOfRun = from.getFloat();
    run = from.getInt();
  }
}
