package dev.prism.scanners;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/// Checks that numbers carry in themselves: check digits, areas, dates. Each takes a number without
/// blanks and dashes, in upper case.
final class CheckDigits {
  private static final Map<String, Predicate<String>> CHECKS = new HashMap<>();
  private static final String NIF = "TRWAGMYFPDXBNJZSQVHLCKE";
  private static final String HETU = "0123456789ABCDEFHJKLMNPRSTUVWXY";
  private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

  static {
    CHECKS.put("luhn", CheckDigits::luhn);
    CHECKS.put("ssn", CheckDigits::ssn);
    CHECKS.put("ssn9", CheckDigits::ssn);
    CHECKS.put("aba", n -> sum(n, 3, 7, 1, 3, 7, 1, 3, 7, 1) % 10 == 0 && !n.startsWith("00000"));
    CHECKS.put("abn", n -> (sum(n, 10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19) - 10) % 89 == 0);
    CHECKS.put("acn", n -> (10 - sum(n, 8, 7, 6, 5, 4, 3, 2, 1) % 10) % 10 == digit(n, 8));
    CHECKS.put("tfn", n -> sum(n, 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0 && distinct(n) > 1);
    CHECKS.put("au_medicare", n -> sum(n, 1, 3, 7, 9, 1, 3, 7, 9) % 10 == digit(n, 8));
    CHECKS.put("sin", n -> n.charAt(0) != '0' && n.charAt(0) != '8' && luhn(n) && distinct(n) > 1);
    CHECKS.put("npi", n -> luhn("80840" + n) && distinct(n) > 2);
    CHECKS.put("nhs",
        n -> (11 - sum(n, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 11 == digit(n, 9) && distinct(n) > 1);
    CHECKS.put("pesel", n -> sum(n, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0 && month(n, 2, 80));
    CHECKS.put("tr_id", CheckDigits::turkish);
    CHECKS.put("th_id",
        n -> (11 - sum(n, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 10 == digit(n, 12)
            && distinct(n) > 1 && isThaiProvince(Integer.parseInt(n.substring(1, 3))));
    CHECKS.put("za_id", n -> luhn(n) && month(n, 2, 0) && day(n, 4) && digit(n, 10) <= 1);
    CHECKS.put("verhoeff", CheckDigits::verhoeff);
    CHECKS.put("de_tax", CheckDigits::germanTax);
    CHECKS.put("de_tax_number", n -> n.length() >= 10 && n.length() <= 11);
    CHECKS.put("de_social", n -> month(n, 4, 0) && digit(n, 2) <= 8);
    CHECKS.put("kvnr", CheckDigits::kvnr);
    CHECKS.put("de_card", n -> n.length() == 10 && mrz(n) && digits(n) >= 2);
    CHECKS.put("lanr", n -> sum(n, 4, 9, 4, 9, 4, 9) % 10 == (10 - digit(n, 6)) % 10
        && distinct(n) > 1 && n.substring(7).compareTo("01") >= 0);
    CHECKS.put("nif", n -> NIF.charAt(Integer.parseInt(n.substring(0, n.length() - 1)) % 23) == n
        .charAt(n.length() - 1));
    CHECKS.put("nie",
        n -> NIF.charAt(Integer.parseInt("XYZ".indexOf(n.charAt(0)) + n.substring(1, 8)) % 23) == n
            .charAt(8));
    CHECKS.put("hetu", n -> n.length() == 11 && month(n, 2, 0) && day(n, 0) && HETU
        .charAt(Integer.parseInt(n.substring(0, 6) + n.substring(7, 10)) % 31) == n.charAt(10));
    CHECKS.put("fiscal", n -> true);
    CHECKS.put("pan", n -> true);
    CHECKS.put("mbi", n -> "SLOIBZ".chars().noneMatch(c -> n.indexOf(c) >= 0));
    CHECKS.put("it_vat", n -> luhn(n) && !n.startsWith("0000000"));
    CHECKS.put("birth6", n -> month(n, 2, 0) && day(n, 4));
    CHECKS.put("kr_brn", CheckDigits::koreanBusiness);
    CHECKS.put("personnummer",
        n -> n.length() == 12 && (n.startsWith("19") || n.startsWith("20") || n.startsWith("18"))
            && month(n, 4, 0) && luhn(n.substring(2)));
    CHECKS.put("kfz", n -> n.length() >= 4);
    CHECKS.put("uk_postcode", n -> "QVX".indexOf(n.charAt(0)) < 0
        && "CIKMOV".chars().noneMatch(c -> n.indexOf(c, n.length() - 2) >= 0));
    CHECKS.put("nino", n -> true);
    CHECKS.put("uk_driver", n -> n.length() == 16);
    CHECKS.put("uk_plate",
        n -> "IQ".indexOf(n.charAt(0)) < 0 && n.charAt(2) <= '7' && !n.substring(2, 4).equals("00")
            && !n.startsWith("01", 2) && (n.charAt(2) <= '2' || n.charAt(2) >= '5')
            && !n.startsWith("50", 2) && "IQ".indexOf(n.charAt(4)) < 0);
    CHECKS.put("tr_plate", n -> n.compareTo("82") < 0 && n.compareTo("01") >= 0);
    CHECKS.put("base58", CheckDigits::base58);
  }

  private CheckDigits() {}

  static Predicate<String> named(String name) {
    Predicate<String> check = CHECKS.get(name);
    if (check == null) {
      throw new IllegalArgumentException("no check is called " + name);
    }
    return check;
  }

  static boolean luhn(String number) {
    int sum = 0;
    for (int i = 0; i < number.length(); i++) {
      int d = digit(number, number.length() - 1 - i);
      sum += i % 2 == 0 ? d : d * 2 > 9 ? d * 2 - 9 : d * 2;
    }
    return sum % 10 == 0;
  }

  /// ISO 7064 mod 97-10 over an IBAN, the country and check digits in front.
  static boolean mod97(String iban) {
    int rest = 0;
    for (int i = 0; i < iban.length(); i++) {
      int value = Character.digit(iban.charAt((i + 4) % iban.length()), 36);
      rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97;
    }
    return rest == 1;
  }

  private static boolean ssn(String n) {
    String area = n.substring(0, 3);
    return !area.equals("000") && !area.equals("666") && n.charAt(0) != '9'
        && !n.startsWith("00", 3) && !n.endsWith("0000") && distinct(n) > 2
        && !n.equals("123456789") && !n.equals("078051120") && !n.equals("987654321");
  }

  private static boolean isThaiProvince(int code) {
    return code >= 10 && code <= 96 && code != 28 && code != 29 && code != 59 && code != 68
        && code != 69 && code != 78 && code != 79 && code != 87 && code != 88 && code != 89;
  }

  private static boolean turkish(String n) {
    int odd = digit(n, 0) + digit(n, 2) + digit(n, 4) + digit(n, 6) + digit(n, 8);
    int even = digit(n, 1) + digit(n, 3) + digit(n, 5) + digit(n, 7);
    int all = 0;
    for (int i = 0; i < 10; i++) {
      all += digit(n, i);
    }
    return Math.floorMod(odd * 7 - even, 10) == digit(n, 9) && all % 10 == digit(n, 10);
  }

  private static boolean germanTax(String n) {
    int product = 10;
    for (int i = 0; i < 10; i++) {
      int sum = (digit(n, i) + product) % 10;
      product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    int check = 11 - product;
    return (check == 10 ? 0 : check) == digit(n, 10);
  }

  private static boolean kvnr(String n) {
    int letter = n.charAt(0) - 'A' + 1;
    return luhnFromLeft((letter < 10 ? "0" : "") + letter + n.substring(1, 9)) % 10 == digit(n, 9);
  }

  private static int luhnFromLeft(String n) {
    int sum = 0;
    for (int i = 0; i < n.length(); i++) {
      int d = digit(n, i) * (i % 2 + 1);
      sum += d > 9 ? d - 9 : d;
    }
    return sum;
  }

  private static boolean mrz(String n) {
    int sum = 0;
    int[] weights = {7, 3, 1};
    for (int i = 0; i < 9; i++) {
      sum += Character.digit(n.charAt(i), 36) * weights[i % 3];
    }
    return sum % 10 == Character.digit(n.charAt(9), 36);
  }

  private static boolean koreanBusiness(String n) {
    int sum = sum(n, 1, 3, 7, 1, 3, 7, 1, 3, 5) + digit(n, 8) * 5 / 10;
    return (10 - sum % 10) % 10 == digit(n, 9) && distinct(n) > 1;
  }

  private static final int[][] DIHEDRAL = new int[10][10];
  private static final int[] PERMUTATION = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};

  static {
    for (int a = 0; a < 10; a++) {
      for (int b = 0; b < 10; b++) {
        boolean turned = a >= 5;
        int rotation = Math.floorMod(turned ? a - b : a + b, 5);
        DIHEDRAL[a][b] = turned == b >= 5 ? rotation : rotation + 5;
      }
    }
  }

  private static boolean verhoeff(String n) {
    int check = 0;
    for (int i = 0; i < n.length(); i++) {
      int d = digit(n, n.length() - 1 - i);
      for (int turn = 0; turn < i % 8; turn++) {
        d = PERMUTATION[d];
      }
      check = DIHEDRAL[check][d];
    }
    return check == 0 && distinct(n) > 2 && !new StringBuilder(n).reverse().toString().equals(n);
  }

  /// A Bitcoin address: Base58 with a double SHA-256 over all but its last four bytes.
  private static boolean base58(String address) {
    byte[] bytes = new byte[25];
    for (int i = 0; i < address.length(); i++) {
      int carry = BASE58.indexOf(address.charAt(i));
      for (int k = 24; k >= 0; k--) {
        carry += 58 * (bytes[k] & 255);
        bytes[k] = (byte) carry;
        carry >>= 8;
      }
      if (carry != 0) {
        return false;
      }
    }
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] hash = sha.digest(sha.digest(Arrays.copyOf(bytes, 21)));
      return Arrays.equals(Arrays.copyOf(hash, 4), Arrays.copyOfRange(bytes, 21, 25));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean month(String n, int at, int mostCentury) {
    int month = Integer.parseInt(n.substring(at, at + 2));
    return (mostCentury > 0 ? month % 20 : month) >= 1
        && (mostCentury > 0 ? month % 20 : month) <= 12;
  }

  private static boolean day(String n, int at) {
    int day = Integer.parseInt(n.substring(at, at + 2));
    return day >= 1 && day <= 31;
  }

  private static int sum(String n, int... weights) {
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += digit(n, i) * weights[i];
    }
    return sum;
  }

  private static int digit(String n, int at) {
    return n.charAt(at) - '0';
  }

  private static long digits(String n) {
    return n.chars().filter(c -> c >= '0' && c <= '9').count();
  }

  private static long distinct(String n) {
    return n.chars().distinct().count();
  }
}
