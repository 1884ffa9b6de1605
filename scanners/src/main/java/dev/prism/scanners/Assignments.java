package dev.prism.scanners;

import dev.prism.scanners.text.Keywords;
import dev.prism.scanners.text.View;
import dev.prism.scanners.text.Vocabulary;
import java.util.List;

/// Finds values that an assignment calls a secret: `password = "…"`, `api_key: …`, `--token …`,
/// `the password is …`. Written by hand, since a name like that is common and a pattern is slow.
final class Assignments {
  private static final List<String> PASSWORDS = List.of("password", "passwd", "pwd", "passphrase",
      "passwort", "kennwort", "contrasena", "mot de passe", "비밀번호", "비번", "암호", "пароль", "密码",
      "pass", "pw", "paasword", "passworsd", "passwords", "senha", "wachtwoord", "패스워드", "p/w",
      "pswd");
  private static final List<String> SECRETS = List.of("secret", "token", "api_key", "apikey",
      "api-key", "api key", "access_key", "accesskey", "access key", "private_key", "privatekey",
      "private key", "client_secret", "clientsecret", "credential", "auth_key", "authkey",
      "encryption_key", "secret_key", "secretkey", "license_key", "licensekey", "storage_key",
      "sharedaccesskey", "account_key", "signing_key", "master_key", "_auth", "deploy_key",
      "unseal key", "webhook_key", "sonarlogin", "sonar.login", "postmark", "ado_pat");
  private static final List<String> KEYS = List.of("key", "nonce", "salt", "auth", "session",
      "cookie", "certificate");
  private static final List<String> HEADERS = List.of("bearer ", "basic ", "authorization: ",
      "authorization:token ", "x-api-key: ");
  private static final List<String> PAIRS = List.of("id/pw", "id/password", "id/pass", "id/passwd",
      "user/password", "user/pass", "user/pw", "username/password", "id pw", "id(pw)", "id,pw",
      "login/password", "계정/pw", "아이디/비밀번호", "login:password");
  private static final List<String> OPTIONS = List.of("--password", "--token", "--secret",
      "--api-key", "--apikey", "--passphrase", "-password", "-secret", "-token", "--pass",
      "--passwd", "--oauth2-bearer", "--access-token", "--auth-token", "-passin", "-passout",
      "pass:");
  private static final List<String> USERS = List.of("curl ", "psexec", "machine ", "sshpass ",
      "mysql ");

  private final Keywords passwords;
  private final Keywords secrets;
  private final Keywords keys;
  private final Keywords headers;
  private final Keywords pairs;
  private final Keywords options;
  private final Keywords users;

  Assignments(Vocabulary vocabulary) {
    passwords = vocabulary.keywords(PASSWORDS, Vocabulary.Edge.ANY);
    secrets = vocabulary.keywords(SECRETS, Vocabulary.Edge.ANY);
    keys = vocabulary.keywords(KEYS, Vocabulary.Edge.ANY);
    headers = vocabulary.keywords(HEADERS, Vocabulary.Edge.START);
    pairs = vocabulary.keywords(PAIRS, Vocabulary.Edge.ANY);
    options = vocabulary.keywords(OPTIONS, Vocabulary.Edge.ANY);
    users = vocabulary.keywords(USERS, Vocabulary.Edge.START);
  }

  void find(View view, Findings findings) {
    AssignedValue value = new AssignedValue(view);
    each(view, passwords, findings, value, Strength.PASSWORD);
    each(view, secrets, findings, value, Strength.SECRET);
    each(view, keys, findings, value, Strength.KEY);
    for (int h = 0; h < view.hits(headers); h++) {
      if (value.plain(view.hitEnd(headers, h)) && isHeaderSecret(view, value)) {
        findings.add(view, "authorization", value.start(), value.end(), 0.85);
      }
    }
    for (int h = 0; h < view.hits(options); h++) {
      if (value.argument(view.hitEnd(options, h)) && isSecret(view, value, Strength.OPTION)) {
        findings.add(view, "command_line_secret", value.start(), value.end(), 0.8);
      }
    }
    for (int h = 0; h < view.hits(pairs); h++) {
      pair(view, view.hitEnd(pairs, h), value, findings);
    }
    for (int h = 0; h < view.hits(users); h++) {
      CommandLogin.find(view, view.hitEnd(users, h), findings);
    }
  }

  /// How much the name alone says.
  private enum Strength {
    PASSWORD, SECRET, KEY, OPTION
  }

  private static void each(View view, Keywords names, Findings findings, AssignedValue value,
      Strength strength) {
    for (int h = 0; h < view.hits(names); h++) {
      int end = view.hitEnd(names, h);
      if (value.after(view.hitStart(names, h), end) && isSecret(view, value, strength)
          && !findings.covers(view.originalStart(value.start()), view.originalEnd(value.end()))) {
        String type = strength == Strength.PASSWORD ? "password" : "assigned_secret";
        findings.add(view, type, value.start(), value.end(), score(view, value, strength));
      }
    }
  }

  private static double score(View view, AssignedValue value, Strength strength) {
    int kinds = ValueLooks.kinds(view.raw(), value.start(), value.end());
    double score = strength == Strength.KEY ? 0.6 : 0.7;
    score += value.quoted() ? 0.08 : 0;
    score += kinds >= 3 ? 0.1 : kinds == 2 ? 0.05 : 0;
    return score;
  }

  private static boolean isSecret(View view, AssignedValue value, Strength strength) {
    char[] raw = view.raw();
    int from = value.start();
    int to = value.end();
    int size = to - from;
    if (size < 4 || ValueLooks.isPlaceholder(view, from, to) || value.looksLikeCode()) {
      return false;
    }
    if (strength != Strength.PASSWORD && strength != Strength.OPTION && (value.name().isPublic()
        || value.name().isSaidBy(value) || ValueLooks.saysAlphabet(raw, from, to))) {
      return false;
    }
    int kinds = ValueLooks.kinds(raw, from, to);
    boolean mixed = ValueLooks.isMixed(raw, from, to);
    return switch (strength) {
      case PASSWORD -> value.isAddress()
          ? false
          : value.quoted()
              ? size <= 128 && !value.isHexNumber()
              : (kinds >= 2 && size <= 64 && (mixed || kinds >= 3) && !value.isHexNumber())
                  || value.inConfig();
      case OPTION -> (value.quoted() || kinds >= 2) && !value.isAddress();
      case SECRET -> size >= 10 && (mixed || kinds >= 3) && ValueLooks.entropy(raw, from, to) >= 2.7
          && !value.isAddress() && !ValueLooks.isWords(raw, from, to)
          && !(value.isUuid() && value.name().isStray());
      case KEY ->
        size >= 16 && mixed && kinds >= 2 && !value.isUuid() && !value.isAddress() && !value.isHex()
            && ValueLooks.entropy(raw, from, to) >= 3.6 && !ValueLooks.isWords(raw, from, to);
    };
  }

  private static boolean isHeaderSecret(View view, AssignedValue value) {
    int size = value.end() - value.start();
    return size >= 12 && !ValueLooks.isPlaceholder(view, value.start(), value.end())
        && ValueLooks.isMixed(view.raw(), value.start(), value.end())
        && !ValueLooks.isWords(view.raw(), value.start(), value.end()) && !value.looksLikeCode();
  }

  /// `id/pw: master/iPp6@GRq`: a name, one sign, a value.
  private static void pair(View view, int from, AssignedValue value, Findings findings) {
    if (!value.pair(from)) {
      return;
    }
    int kinds = ValueLooks.kinds(view.raw(), value.start(), value.end());
    if (value.end() - value.start() >= 5 && kinds >= 2
        && !ValueLooks.isPlaceholder(view, value.start(), value.end())) {
      findings.add(view, "password", value.start(), value.end(), 0.8);
    }
  }
}
