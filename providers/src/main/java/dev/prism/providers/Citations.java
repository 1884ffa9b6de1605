package dev.prism.providers;

import dev.prism.exchange.ResponseEvent;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/// The pages that one reply names as its sources, each told once for a place. Only addresses of the web are
/// told, and of long texts no more than a beginning, so that a reply that names one page many times does not
/// grow with each.
public final class Citations {
  private static final int MOST = 512;
  private static final int LONGEST_ADDRESS = 4096;
  private static final int LONGEST_TEXT = 2000;
  private final Set<ResponseEvent.Citation> told = new HashSet<>();

  /// Tells of one source.
  ///
  /// @param start the first character (code point) of the choice's text that rests upon it, -1 when unknown
  /// @param end   behind the last one
  public void tell(int choice, String url, String title, String cited, int start, int end,
      Consumer<ResponseEvent> out) {
    if (!isWeb(url) || told.size() == MOST) {
      return;
    }
    boolean placed = start >= 0 && end > start;
    ResponseEvent.Citation citation = new ResponseEvent.Citation(choice, url, cut(title),
        cut(cited), placed ? start : -1, placed ? end : -1);
    if (told.add(citation)) {
      out.accept(citation);
    }
  }

  private static boolean isWeb(String url) {
    return (url.startsWith("https://") || url.startsWith("http://"))
        && url.length() <= LONGEST_ADDRESS;
  }

  private static String cut(String text) {
    if (text.length() <= LONGEST_TEXT) {
      return text;
    }
    boolean within = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1));
    return text.substring(0, within ? LONGEST_TEXT - 1 : LONGEST_TEXT);
  }
}
