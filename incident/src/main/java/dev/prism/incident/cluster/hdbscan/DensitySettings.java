package dev.prism.incident.cluster.hdbscan;

/// How much of a crowd a cluster must be.
///
/// @param minClusterSize fewest members of a cluster, at least 2
/// @param minSamples     how many neighbours count for the density around a point, at least 1
/// @param finest         distances below this are no distance: what lies closer is one place. Above 0
public record DensitySettings(int minClusterSize, int minSamples, double finest) {
  /// Five members and three neighbours: what separates one cause from background failures.
  public static final int DEFAULT_MIN_CLUSTER_SIZE = 5;
  public static final int DEFAULT_MIN_SAMPLES = 3;
  public static final double DEFAULT_FINEST = 1e-6;
  public static final DensitySettings DEFAULT = new DensitySettings(DEFAULT_MIN_CLUSTER_SIZE,
      DEFAULT_MIN_SAMPLES, DEFAULT_FINEST);
  /// Two members and one neighbour: pairs are clusters too, and one cause falls apart in many.
  public static final DensitySettings FINE = new DensitySettings(2, 1, 1e-6);

  public DensitySettings {
    if (minClusterSize < 2 || minSamples < 1 || !(finest > 0)) {
      throw new IllegalArgumentException("a cluster has at least 2 members and 1 neighbour, and the"
          + " finest distance is above 0: " + minClusterSize + ", " + minSamples + ", " + finest);
    }
  }
}
