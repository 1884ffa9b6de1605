package dev.prism.scanners;

import dev.prism.scanners.text.View;
import java.util.List;

/// Everything with digits in it: goes from run to run, each time back to where the token begins.
final class PiiCandidates {
  private static final String[] CARD_WORDS = {"card", "credit", "visa", "mastercard", "amex",
      "debit", "cc", "cvv", "payment", "pan"};
  private static final int REACH = 60;

  private final PiiScanner scanner;
  private final View view;
  private final char[] raw;
  private final Findings findings;
  private final int size;
  private final boolean bare;
  private final boolean complete;
  private int done;
  private int groupDone;

  PiiCandidates(PiiScanner scanner, View view, Findings findings, boolean complete) {
    this.complete = complete;
    this.scanner = scanner;
    this.view = view;
    this.findings = findings;
    raw = view.raw();
    size = view.length();
    bare = size <= 48;
  }

  void find() {
    for (int run = 0; run < view.digitRuns(); run++) {
      int start = view.digitsStart(run);
      if (start >= groupDone) {
        group(start);
      }
      int token = start;
      while (token > done && start - token < 24 && ValueLooks.isAlphanumeric(raw[token - 1])) {
        token--;
      }
      boolean alone = view.digitsEnd(run) - token == 1
          && (view.digitsEnd(run) == size || !ValueLooks.isAlphanumeric(raw[view.digitsEnd(run)]));
      if (!alone && token >= done && (token == 0 || !ValueLooks.isAlphanumeric(raw[token - 1]))) {
        token(token, view.digitsEnd(run));
      }
      if (token > 0 && raw[token] >= '0' && raw[token] <= '9') {
        spacedBefore(token);
      }
    }
  }

  /// A token's letters may stand before a blank: `AB 12 34 56 C`, `SW1A 1AA`.
  private void spacedBefore(int token) {
    int before = token - 1;
    if (before < 1 || (raw[before] != ' ' && raw[before] != '-')) {
      return;
    }
    int start = before;
    while (start > 0 && before - start < 5 && ValueLooks.isAlphanumeric(raw[start - 1])) {
      start--;
    }
    if (start < before && before - start <= 4
        && (start == 0 || !ValueLooks.isAlphanumeric(raw[start - 1])) && raw[start] > '9') {
      int earlier = start - 2;
      token(start, token);
      if (earlier >= 0 && raw[start - 1] == ' ' && Character.isUpperCase(raw[earlier])) {
        int first = earlier;
        while (first > 0 && earlier - first < 3 && ValueLooks.isAlphanumeric(raw[first - 1])) {
          first--;
        }
        token(first, token);
      }
    }
  }

  private void token(int start, int runEnd) {
    int iban = Ibans.end(raw, start, size);
    if (iban > 0) {
      scanner.add(view, findings, "iban", start, iban, 0.95, true);
      done = iban;
      groupDone = Math.max(groupDone, iban);
      return;
    }
    int mac = NetAddresses.macEnd(raw, start, size);
    if (mac > 0) {
      scanner.add(view, findings, "mac_address", start, mac, 0.7, false);
      done = mac;
      groupDone = Math.max(groupDone, mac);
      return;
    }
    if (start + 6 < size && (raw[start + 4] == ':' || raw[start + 3] == ':')) {
      scanner.ipv6(view, start, findings);
    }
    List<PiiForm> candidates = PiiForms.at(raw, start, size);
    for (int f = 0; f < candidates.size(); f++) {
      PiiForm form = candidates.get(f);
      int end = form.shape().match(raw, start, size);
      if (end >= runEnd && (end == size || !ValueLooks.isAlphanumeric(raw[end]))
          && !continues(end)) {
        form(form, start, end);
      }
    }
  }

  /// Whether a number goes on behind a dot or a dash.
  private boolean continues(int end) {
    return end + 1 < size && (raw[end] == '.' || raw[end] == '-' || raw[end] == ',')
        && raw[end + 1] >= '0' && raw[end + 1] <= '9';
  }

  private void form(PiiForm form, int start, int end) {
    boolean partOf = start > 1
        && (raw[start - 1] == '.' || raw[start - 1] == '-' || raw[start - 1] == '_'
            || raw[start - 1] == '/' || raw[start - 1] == ',')
        && ValueLooks.isAlphanumeric(raw[start - 2]);
    if (partOf) {
      return;
    }
    boolean checked = form.check() != null && form.check().test(packed(start, end));
    if (form.check() != null && !checked) {
      return;
    }
    boolean word = Nearby.any(view, start, end, form.words(), REACH);
    boolean alone = bare && !isAllDigits(start, end) && end - start >= trimmed() - 4;
    double score = word
        ? checked || form.sure() ? 0.9 : 0.7
        : form.only() ? 0 : form.sure() ? 0.6 : checked && alone ? 0.55 : 0.3;
    if (score >= 0.5) {
      scanner.add(view, findings, form.type(), start, end, score, false);
    } else if (!complete && isNearEnd(end)) {
      findings.addCandidate(view, form.type(), start, end);
    }
  }

  /// Whether a word that tells what the number is may still come.
  private boolean isNearEnd(int end) {
    return size - end <= REACH / 2 + 2;
  }

  /// A bare run of digits fits some country's check digits too easily to mean anything.
  private boolean isAllDigits(int start, int end) {
    for (int i = start; i < end; i++) {
      if (raw[i] < '0' || raw[i] > '9') {
        return false;
      }
    }
    return true;
  }

  private int trimmed() {
    int end = size;
    while (end > 0 && raw[end - 1] <= ' ') {
      end--;
    }
    return end;
  }

  private String packed(int start, int end) {
    StringBuilder packed = new StringBuilder(end - start);
    for (int i = start; i < end; i++) {
      if (ValueLooks.isAlphanumeric(raw[i]) || raw[i] == '+') {
        packed.append(raw[i]);
      }
    }
    return packed.toString();
  }

  /// Digits with single separators between them: cards, addresses, telephone numbers.
  private void group(int first) {
    int start = first;
    if (start > 0 && (raw[start - 1] == '+' || raw[start - 1] == '(')) {
      start--;
      if (start > 0 && raw[start - 1] == '+') {
        start--;
      }
    }
    boolean inWord = start > 0 && ValueLooks.isAlphanumeric(raw[start - 1]);
    int end = first;
    int digits = 0;
    int gap = 0;
    for (int i = first; i < size && gap <= 2 && digits <= 24; i++) {
      if (raw[i] >= '0' && raw[i] <= '9') {
        digits++;
        gap = 0;
        end = i + 1;
      } else if (raw[i] == ' ' || raw[i] == '-' || raw[i] == '.' || raw[i] == '(' || raw[i] == ')'
          || raw[i] == '/') {
        gap++;
      } else {
        break;
      }
    }
    int address = NetAddresses.ipv4End(raw, first, size);
    if (address > 0 && !inWord && !(first > 1 && raw[first - 1] == '.')) {
      scanner.add(view, findings, "ip_address", first, address,
          NetAddresses.ipv4Score(view, first, address), false);
      groupDone = address;
      return;
    }
    boolean goesOn = end < size && ValueLooks.isAlphanumeric(raw[end]) && raw[end] != 'x';
    if (!inWord && card(first, end, digits)) {
      groupDone = end;
      return;
    }
    double phone = inWord || goesOn || partOfNumber(start, end)
        ? 0
        : Phones.score(view, start, end, digits, bare && end - start >= trimmed() - 3);
    if (phone >= 0.5) {
      scanner.add(view, findings, "phone_number", start, end, phone, false);
      groupDone = end;
    } else if (!complete && !inWord && !goesOn && digits >= 6 && digits <= 15 && isNearEnd(end)) {
      findings.addCandidate(view, "phone_number", start, end);
    } else if (digits > 15) {
      groupDone = first + (end - first) / 2;
    }
  }

  private boolean partOfNumber(int start, int end) {
    boolean before = (start > 1 && (raw[start - 1] == '.' || raw[start - 1] == '-'
        || raw[start - 1] == ',' || raw[start - 1] == '/' || raw[start - 1] == '='
        || raw[start - 1] == '_' || raw[start - 1] == '#')
        && ValueLooks.isAlphanumeric(raw[start - 2]))
        || (start > 0 && (raw[start - 1] == '$' || raw[start - 1] == '#'));
    boolean behind = end + 1 < size
        && (raw[end] == ',' || raw[end] == '.' || raw[end] == '%' || raw[end] == ':')
        && raw[end + 1] >= '0' && raw[end + 1] <= '9';
    return before || behind;
  }

  private boolean card(int start, int end, int digits) {
    if (digits < 12 || digits > 19) {
      return false;
    }
    String number = packed(start, end);
    if (!CheckDigits.luhn(number) || !isIssued(number) || number.chars().distinct().count() < 2) {
      return false;
    }
    boolean word = Nearby.any(view, start, end, CARD_WORDS, REACH);
    boolean parted = end - start > digits;
    double score = word ? 0.95 : digits >= 15 ? parted ? 0.9 : 0.85 : 0.7;
    scanner.add(view, findings, "credit_card", start, end, score, score >= 0.85);
    return true;
  }

  /// Whether the number begins as some issuer's cards do, and is as long as theirs.
  private static boolean isIssued(String number) {
    int two = Integer.parseInt(number.substring(0, 2));
    int four = Integer.parseInt(number.substring(0, 4));
    int length = number.length();
    return switch (number.charAt(0)) {
      case '4' -> length == 13 || length == 16 || length == 19;
      case '5' ->
        (two >= 51 && two <= 55 && length == 16) || (two == 50 && length >= 12) || two >= 56;
      case '6' -> length >= 12;
      case '3' -> ((two == 34 || two == 37) && length == 15) || (two == 35 && length >= 15)
          || ((two == 30 || two == 36 || two == 38 || two == 39) && length >= 14);
      case '2' -> (four >= 2221 && four <= 2720 && length == 16) || (four >= 2200 && four <= 2204);
      case '1' -> (number.startsWith("1800") && length == 15) || number.startsWith("122000");
      case '8' -> two == 81 && length >= 16;
      default -> false;
    };
  }
}
