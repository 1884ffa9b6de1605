package dev.prism.scanners;

import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// The forms of personal numbers, sorted by how they may begin, so that few are tried at each place.
final class PiiForms {
  private static final List<PiiForm> ALL = PiiForm.read("pii-forms.txt");
  /// Longer runs of digits are not told apart.
  private static final int LONGEST_RUN = 32;
  /// The forms that may begin with an ASCII character.
  private static final List<List<PiiForm>> BY_FIRST = IntStream.range(0, 128)
      .mapToObj(c -> only(ALL, form -> form.shape().mayBegin((char) c)))
      .toList();
  /// The forms that may begin with a run of so many digits, by its first digit.
  private static final List<List<List<PiiForm>>> BY_RUN = IntStream.rangeClosed(0, LONGEST_RUN)
      .mapToObj(run -> IntStream.range(0, 10)
          .mapToObj(digit -> only(BY_FIRST.get('0' + digit),
              form -> form.shape().mayBeginWithDigits(run)))
          .toList())
      .toList();
  /// Of these, the forms that such a run may be all of.
  private static final List<List<List<PiiForm>>> BY_NUMBER = IntStream.rangeClosed(0, LONGEST_RUN)
      .mapToObj(run -> BY_RUN.get(run)
          .stream()
          .map(forms -> only(forms, form -> form.shape().mayBeDigits(run)))
          .toList())
      .toList();
  /// The characters that some form has anywhere.
  private static final BitSet WITHIN = IntStream.range(0, 128)
      .filter(c -> ALL.stream().anyMatch(form -> form.shape().mayHave((char) c)))
      .collect(BitSet::new, BitSet::set, BitSet::or);

  private PiiForms() {}

  private static List<PiiForm> only(List<PiiForm> forms, Predicate<PiiForm> wanted) {
    return forms.stream().filter(wanted).toList();
  }

  /// The forms that a token that begins at `start` may have; each covers the digits that it begins with.
  static List<PiiForm> at(char[] raw, int start, int size) {
    char first = raw[start];
    if (first < '0' || first > '9') {
      return first < 128 ? BY_FIRST.get(first) : List.of();
    }
    int end = start + 1;
    while (end < size && end - start <= LONGEST_RUN && raw[end] >= '0' && raw[end] <= '9') {
      end++;
    }
    if (end - start > LONGEST_RUN) {
      return BY_FIRST.get(first);
    }
    boolean stops = end == size || !WITHIN.get(raw[end]);
    return (stops ? BY_NUMBER : BY_RUN).get(end - start).get(first - '0');
  }
}
