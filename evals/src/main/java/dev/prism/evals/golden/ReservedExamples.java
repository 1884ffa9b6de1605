package dev.prism.evals.golden;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Values that belong to nobody: domains of RFC 2606, the telephone numbers 555-0100 to 555-0199, social
/// security numbers that are never issued, addresses of RFC 5737, the card numbers of payment test systems.
final class ReservedExamples {
  private static final List<Pattern> FORMS = List.of(
      Pattern.compile(
          "[^@\\s]+@([a-z0-9-]+\\.)*(example\\.(com|net|org)|[a-z0-9-]+\\.(test|example|invalid))"),
      Pattern.compile("(\\+?1[ .-]?)?\\(?[2-9][0-9]{2}\\)?[ .-]?555[ .-]?01[0-9]{2}"),
      Pattern.compile("(000|666|9[0-9]{2})-?[0-9]{2}-?[0-9]{4}"),
      Pattern.compile("(192\\.0\\.2|198\\.51\\.100|203\\.0\\.113)\\.[0-9]{1,3}"));
  private static final Set<String> CARDS = Set.of("4111111111111111", "4242424242424242",
      "4012888888881881", "5555555555554444", "5105105105105100", "378282246310005",
      "371449635398431", "6011111111111117");

  private ReservedExamples() {}

  static boolean covers(String found) {
    String text = found.strip().toLowerCase(Locale.ROOT);
    return CARDS.contains(text.replaceAll("[ -]", ""))
        || FORMS.stream().anyMatch(form -> form.matches(text));
  }
}
