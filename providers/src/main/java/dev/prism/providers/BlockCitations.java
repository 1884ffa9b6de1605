package dev.prism.providers;

import dev.prism.exchange.ResponseEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Sources in dialects where they belong to a block of text, all of which rests upon them. They are told when
/// the block is whole, since its end is not known before.
public final class BlockCitations {
  private static final int MOST_OPEN = 512;
  private final Citations citations = new Citations();
  private final List<Source> open = new ArrayList<>(1);
  private int said;
  private int start;

  private record Source(String url, String title, String cited) {}

  /// Text of the block goes out.
  public void said(String text) {
    said += text.codePointCount(0, text.length());
  }

  public void add(String url, String title, String cited) {
    if (open.size() < MOST_OPEN) {
      open.add(new Source(url, title, cited));
    }
  }

  /// The block ends: tells its sources. The next one begins here.
  public void end(Consumer<ResponseEvent> out) {
    for (Source source : open) {
      citations.tell(0, source.url(), source.title(), source.cited(), start, said, out);
    }
    open.clear();
    start = said;
  }
}
