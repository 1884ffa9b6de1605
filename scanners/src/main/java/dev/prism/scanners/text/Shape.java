package dev.prism.scanners.text;

import java.util.ArrayList;
import java.util.List;

/// A token's form, `ghp_[A-Za-z0-9]{36}` for instance: ASCII classes, each so many times, taken greedily
/// and never given back. That suffices for keys and numbers, costs a load per character and cannot
/// explode. Written as in a regular expression: literals, `[…]`, `\d`, `{n}`, `{n,m}`, `?`, `*`, `+`; a
/// backslash takes the next character as it is.
public final class Shape {
  /// The bits of `0` to `9`.
  private static final long DIGITS = 0x3FFL << '0';

  private final long[] low;
  private final long[] high;
  private final int[] least;
  private final int[] most;

  private Shape(List<Part> parts) {
    int size = parts.size();
    low = new long[size];
    high = new long[size];
    least = new int[size];
    most = new int[size];
    for (int i = 0; i < size; i++) {
      Part part = parts.get(i);
      low[i] = part.low;
      high[i] = part.high;
      least[i] = part.least;
      most[i] = part.most;
    }
  }

  /// @throws IllegalArgumentException when the form cannot be read
  public static Shape of(String form) {
    return new Shape(new Reader(form).parts());
  }

  /// Where a match that begins at `from` ends, -1 when none begins there.
  public int match(char[] text, int from, int to) {
    int at = from;
    for (int part = 0; part < low.length; part++) {
      int limit = (int) Math.min(to, (long) at + most[part]);
      int begin = at;
      while (at < limit && has(part, text[at])) {
        at++;
      }
      if (at - begin < least[part]) {
        return -1;
      }
    }
    return at;
  }

  /// Whether a match may begin with this character.
  public boolean mayBegin(char c) {
    for (int part = 0; part < low.length; part++) {
      if (has(part, c)) {
        return true;
      }
      if (least[part] > 0) {
        return false;
      }
    }
    return true;
  }

  /// Whether a match may begin with exactly this many digits, whatever they are, and end there or go on
  /// with something else.
  public boolean mayBeginWithDigits(int digits) {
    long fewest = 0;
    long largest = 0;
    boolean mayStop = false;
    for (int part = 0; part < low.length; part++) {
      if ((low[part] & DIGITS) == 0) {
        if (least[part] > 0) {
          break;
        }
        mayStop = true;
      } else if (high[part] == 0 && (low[part] & ~DIGITS) == 0) {
        fewest += mayStop ? 0 : least[part];
        largest += most[part];
      } else {
        return digits >= fewest;
      }
    }
    return digits >= fewest && digits <= largest;
  }

  /// Whether a match may be exactly this many digits, whatever they are.
  public boolean mayBeDigits(int digits) {
    long fewest = 0;
    long largest = 0;
    for (int part = 0; part < low.length; part++) {
      if ((low[part] & DIGITS) != 0) {
        fewest += least[part];
        largest += most[part];
      } else if (least[part] > 0) {
        return false;
      }
    }
    return digits >= fewest && digits <= largest;
  }

  /// Whether a match may have this character anywhere.
  public boolean mayHave(char c) {
    for (int part = 0; part < low.length; part++) {
      if (has(part, c)) {
        return true;
      }
    }
    return false;
  }

  private boolean has(int part, char c) {
    return c < 64 ? (low[part] >>> c & 1) != 0 : c < 128 && (high[part] >>> (c - 64) & 1) != 0;
  }

  private static final class Part {
    long low;
    long high;
    int least = 1;
    int most = 1;

    void add(char c) {
      if (c < 64) {
        low |= 1L << c;
      } else {
        high |= 1L << (c - 64);
      }
    }
  }

  private static final class Reader {
    private final String form;
    private int at;

    Reader(String form) {
      this.form = form;
    }

    List<Part> parts() {
      List<Part> parts = new ArrayList<>();
      while (at < form.length()) {
        Part part = new Part();
        char c = form.charAt(at++);
        switch (c) {
          case '[' -> set(part);
          case '\\' -> escaped(part);
          default -> part.add(c);
        }
        times(part);
        parts.add(part);
      }
      return parts;
    }

    private void set(Part part) {
      boolean not = form.charAt(at) == '^';
      if (not) {
        at++;
      }
      while (form.charAt(at) != ']') {
        char c = form.charAt(at++);
        if (c == '\\') {
          escaped(part);
        } else if (form.charAt(at) == '-' && form.charAt(at + 1) != ']') {
          for (char d = c; d <= form.charAt(at + 1); d++) {
            part.add(d);
          }
          at += 2;
        } else {
          part.add(c);
        }
      }
      at++;
      if (not) {
        part.low = ~part.low;
        part.high = ~part.high;
      }
    }

    private void escaped(Part part) {
      char c = form.charAt(at++);
      switch (c) {
        case 'd' -> digits(part);
        case 's' -> blanks(part);
        case 'n' -> part.add('\n');
        case 'r' -> part.add('\r');
        case 't' -> part.add('\t');
        default -> part.add(c);
      }
    }

    private static void blanks(Part part) {
      part.add(' ');
      part.add('\t');
      part.add('\n');
      part.add('\r');
    }

    private static void digits(Part part) {
      for (char d = '0'; d <= '9'; d++) {
        part.add(d);
      }
    }

    private void times(Part part) {
      if (at == form.length()) {
        return;
      }
      switch (form.charAt(at)) {
        case '?' -> between(part, 0, 1);
        case '*' -> between(part, 0, Integer.MAX_VALUE);
        case '+' -> between(part, 1, Integer.MAX_VALUE);
        case '{' -> braces(part);
        default -> {
        }
      }
    }

    private void between(Part part, int least, int most) {
      part.least = least;
      part.most = most;
      at++;
    }

    private void braces(Part part) {
      int close = form.indexOf('}', at);
      if (close < 0) {
        throw new IllegalArgumentException("a brace is open in " + form);
      }
      String range = form.substring(at + 1, close);
      int comma = range.indexOf(',');
      int least = Integer.parseInt(comma < 0 ? range : range.substring(0, comma));
      int most = least;
      if (comma >= 0) {
        most = comma + 1 == range.length()
            ? Integer.MAX_VALUE
            : Integer.parseInt(range.substring(comma + 1));
      }
      at = close;
      between(part, least, most);
    }
  }
}
