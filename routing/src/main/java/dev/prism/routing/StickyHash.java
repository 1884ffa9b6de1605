package dev.prism.routing;

/// Places callers on a scale, the same one always at the same place.
final class StickyHash {
  private StickyHash() {}

  /// A number from 0 to below 100.
  static double bucket(String salt, RequestFacts.Caller caller) {
    return 100 * unit(salt, caller.stickyKey());
  }

  /// A number from 0 to below 1: the top 53 bits of a 64-bit hash.
  static double unit(String salt, String key) {
    return (hash(salt, key) >>> 11) * 0x1.0p-53;
  }

  /// FNV-1a over both texts and a mark between them, finished as SplitMix64 does.
  private static long hash(String salt, String key) {
    long h = mix(mix(0xcbf29ce484222325L, salt) * 0x100000001b3L ^ 0x1ff, key);
    h = (h ^ (h >>> 30)) * 0xbf58476d1ce4e5b9L;
    h = (h ^ (h >>> 27)) * 0x94d049bb133111ebL;
    return h ^ (h >>> 31);
  }

  private static long mix(long start, String text) {
    long h = start;
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * 0x100000001b3L;
    }
    return h;
  }
}
