package dev.prism.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigProblemsTest {
  private static final String GOOD = """
      providers: { sim: { adapter: simulated } }
      routes: { demo: { targets: { stable: { provider: sim, model: m } } } }
      """;

  @Test
  void manyErrorsAreReportedAtOnceInTheOrderOfTheFile() {
    assertThat(Problems.of("""
        server: { prot: 8080, max-body: huge }
        admin: { port: 8080 }
        stores: { url: "sqlite:x" }
        providers:
          openai: { adapter: opnai, api-key: "${OPENAI_API_KEY}" }
          sim: { adapter: simulated }
        routes:
          refund-agent:
            targets:
              stable: { provider: opneai, model: gpt-5-mini }
              candidate: { provider: sim, prompt: refund@12 }
            safe: [stabel]
          other:
            targets: { a: { provider: sim, model: m, prompt: refund@13 } }
            safe: [b]
        tenants:
          acme: { keys: ["sk-prism-mine"], routes: [refund-agnet] }
        """)).containsExactly(
        "prism.yaml:1: server.prot: there is no such key here; did you mean \"port\"?",
        "prism.yaml:1: server.max-body: \"huge\" is not a size in bytes, such as 32MiB or 512KB; write a whole number and B, KB, MB, GB, KiB, MiB or GiB, such as 32MiB",
        "prism.yaml:2: admin.port: is 8080, which server.port already takes; write another port",
        "prism.yaml:3: stores: there is no such key here; did you mean \"store\"?",
        "prism.yaml:5: providers.openai.adapter: there is no adapter \"opnai\"; did you mean \"openai\"?",
        "prism.yaml:5: providers.openai.api-key: takes its value from the environment variable OPENAI_API_KEY, which is not set; set it, give a default with ${NAME:-default}, or leave the entry out with when: \"${NAME:-}\"",
        "prism.yaml:10: routes.refund-agent.targets.stable.provider: there is no provider \"opneai\"; did you mean \"openai\"?",
        "prism.yaml:11: routes.refund-agent.targets.candidate.model: is missing; add `model: …`, text",
        "prism.yaml:14: routes.other.targets.a.prompt: there is no prompt \"refund\"",
        "prism.yaml:15: routes.other.safe: safe names the target \"b\", which is not one of a",
        "prism.yaml:17: tenants.acme.keys[0]: is not the hash of a key: write sha256: and 64 lower-case hex digits, as `./prism keys create` prints them",
        "prism.yaml:17: tenants.acme.routes: there is no route \"refund-agnet\"; did you mean \"refund-agent\"?");
  }

  @Test
  void nameOfNothingGetsTheNearestName() {
    assertThat(Problems.of("""
        providers: { sim: { adapter: simulated } }
        prompts: { refund: { "12": { system: x } } }
        routes:
          demo:
            targets:
              stable: { provider: smi, model: m, prompt: refudn@12 }
              other: { provider: sim, model: m, prompt: refund@13, rails: [strict] }
            rules: [ { route: dmeo } ]
        tenants:
          acme: { keys: ["%s"], routes: [demoo, smi/x] }
        """.formatted("sha256:" + "0".repeat(64)))).containsExactly(
        "prism.yaml:6: routes.demo.targets.stable.provider: there is no provider \"smi\"; did you mean \"sim\"?",
        "prism.yaml:6: routes.demo.targets.stable.prompt: there is no prompt \"refudn\"; did you mean \"refund\"?",
        "prism.yaml:7: routes.demo.targets.other.prompt: there is no version of refund \"13\"; did you mean \"12\"?",
        "prism.yaml:7: routes.demo.targets.other.rails: there is no rail \"strict\"",
        "prism.yaml:8: routes.demo.rules[0].route: there is no route \"dmeo\"; did you mean \"demo\"?",
        "prism.yaml:10: tenants.acme.routes: there is no route \"demoo\"; did you mean \"demo\"?",
        "prism.yaml:10: tenants.acme.routes: there is no provider \"smi\"; did you mean \"sim\"?");
  }

  @Test
  void providerLeftOutByItsConditionIsToldApartFromOneThatDoesNotExist() {
    assertThat(Problems.of("""
        providers: { o: { adapter: openai, when: "${KEY:-}", api-key: "${KEY}" } }
        routes: { demo: { targets: { a: { provider: o, model: m } } } }
        """)).containsExactly(
        "prism.yaml:2: routes.demo.targets.a.provider: the provider \"o\" is left out by its `when`; set what it waits for, or put the same `when` here");
  }

  @Test
  void adminOffLoopbackNeedsTokens() {
    assertThat(Problems.of(GOOD + "admin: { host: 0.0.0.0 }\n")).containsExactly(
        "prism.yaml:3: admin.tokens: is missing, and admin.host 0.0.0.0 is not loopback; add tokens, or bind 127.0.0.1");
    assertThat(Problems.of(GOOD
        + "admin: { host: 0.0.0.0, tokens: { ann: { role: admin, token: \"0123456789abcdef\" } } }\n"))
        .isEmpty();
  }

  @Test
  void openTenantOffLoopbackIsRefused() {
    assertThat(Problems.of(GOOD + "server: { host: \"::\" }\n")).containsExactly(
        "prism.yaml:3: server.host: is ::, which is not loopback, and without tenants anyone could use the gateway; add a tenant with keys (`./prism keys create --tenant NAME`)");
    assertThat(Problems.of(GOOD + "server: { host: 10.0.0.1 }\ntenants:\n  all: { open: true }\n"))
        .containsExactly(
            "prism.yaml:5: tenants.all.open: is true, and server.host 10.0.0.1 is not loopback; give the tenant keys (`./prism keys create --tenant all`), or bind 127.0.0.1");
  }

  @Test
  void secondOpenTenantIsRefused() {
    assertThat(Problems.of(GOOD + "tenants:\n  a: { open: true }\n  b: { open: true }\n"))
        .containsExactly(
            "prism.yaml:5: tenants.b.open: is true, but the open tenant is already a; give one of them keys");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://169.254.169.254/v1", "http://[fd00:ec2::254]/v1",
      "https://metadata.google.internal/v1", "http://[::ffff:169.254.169.254]/"})
  void metadataAddressIsRefusedAsABaseUrl(String url) {
    assertThat(Problems
        .of(GOOD.replace("sim: {", "o: { adapter: openai, base-url: \"" + url + "\" }, sim: {")))
        .singleElement()
        .asString()
        .startsWith(
            "prism.yaml:1: providers.o.base-url: is the address at which clouds hand out credentials");
  }

  @Test
  void providerThatCouldNotBeMadeIsReported() {
    assertThat(
        Problems.of(GOOD.replace("sim: {", "g: { preset: grok }, o: { adapter: openai }, sim: {")))
        .satisfiesExactlyInAnyOrder(
            preset -> assertThat(preset)
                .startsWith("prism.yaml:1: providers.g.preset: preset must be one of "),
            key -> assertThat(key)
                .startsWith("prism.yaml:1: providers.o: api-key is missing: openai needs one"));
  }

  @Test
  void unsetKeyIsReportedOnce() {
    assertThat(
        Problems.of(GOOD.replace("sim: {", "o: { preset: groq, api-key: \"${K}\" }, sim: {")))
        .singleElement()
        .asString()
        .startsWith(
            "prism.yaml:1: providers.o.api-key: takes its value from the environment variable K,");
  }

  @Test
  void tenantWhoseKeysAreInTheStoreNeedsNoneHere() {
    assertThat(Problems.of(GOOD + "tenants: { acme: { routes: [demo] } }\n")).isEmpty();
  }

  @Test
  void privateAddressIsTheOperatorsToName() {
    assertThat(Problems.of(GOOD.replace("sim: {",
        "o: { adapter: openai, base-url: \"http://10.0.0.5:8000/v1\" }, sim: {"))).isEmpty();
  }

  @Test
  void textThatIsNoYamlNamesItsLineAndQuotesNothingOfIt() {
    assertThat(Problems.of("server: { port: 1 }\nproviders: { o: { api-key: sk-secret } \nx: ["))
        .singleElement()
        .asString()
        .startsWith("prism.yaml:3: this is not YAML: ")
        .doesNotContain("sk-secret");
    assertThat(Problems.of("")).containsExactly("prism.yaml: is empty; start from conf/prism.yaml");
    assertThat(Problems.of("- a\n")).first()
        .asString()
        .startsWith("prism.yaml:1: takes a mapping, not a list; its keys are server, admin, store");
    assertThat(Problems.of("a: 1\n---\nb: 2\n")).singleElement()
        .asString()
        .contains("single document");
  }

  @Test
  void valueOfASecretOrAVariableIsNeverShown() {
    List<String> problems = Problems.of("""
        server: { port: "${KEY}", drain-timeout: "${KEY}" }
        providers: { o: { adapter: "${KEY}", base-url: "${KEY}", api-key: [ "${KEY}" ] } }
        routes: { demo: { targets: { a: { provider: o, model: m } }, strategy: "${KEY}" } }
        tenants: { t: { keys: [ "sk-in-the-file" ] } }
        admin: { tokens: { ann: { role: "${KEY}", token: "short-secret" } } }
        """, Map.of("KEY", "sk-very-secret"));

    assertThat(problems).hasSize(6)
        .noneMatch(line -> line.contains("sk-very-secret") || line.contains("sk-in-the-file")
            || line.contains("short-secret"));
  }

  @Test
  void aliasBombIsRefused() {
    StringBuilder bomb = new StringBuilder("a: &a0 [x]\n");
    for (int i = 1; i < 200; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(Problems.of(bomb.toString())).isNotEmpty();
  }

  @Test
  void sinksAreCheckedWhereTheyAreWritten() {
    assertThat(Problems.of(GOOD + """
        incidents:
          notify:
            - alertmanager: { url: "http://alertmanager:9093" }
            - webhook: { url: "https://hooks.acme.example/prism", secret: abc }
            - pager: { routing-key: abc }
            - slack: { channel: C012345 }
            - github: { repository: acme, token: abc }
            - alertmanager: "http://169.254.169.254"
        """)).hasSize(4)
        .anyMatch(each -> each.contains("incidents.notify[2]")
            && each.contains("\"pager\" is not one of its choices"))
        .anyMatch(each -> each.contains("webhook-url or token is wanted"))
        .anyMatch(each -> each.contains("repository must be owner/name"))
        .anyMatch(each -> each.contains("clouds hand out credentials"));
    assertThat(Problems.config(GOOD + """
        incidents: { notify: [ { pagerduty: { routing-key: abc } } ] }
        """).incidents().sinks()).singleElement()
        .satisfies(sink -> assertThat(sink.toString()).contains("pagerduty").doesNotContain("abc"));
  }

  @Test
  void railsAreCheckedWhereTheyAreWritten() {
    assertThat(Problems.of(
        GOOD + """
            rails:
              good: { on: output, scanners: [pii, { language: { allow: [en] } }, { regex: { rules: [ { name: a, pattern: "A{3}" } ] } }] }
              typo: { on: output, scanners: [piii] }
              ahead:
                on: input
                scanners:
                  - regex:
                      rules:
                        - { name: a, pattern: "abc(?=d)" }
              nobody: { on: output, scanners: [] }
              unfair: { on: output, scanners: [pii], weights: { secrets: 2 } }
              loose: { on: output, scanners: [pii], threshold: 0.2 }
              foreign: { on: output, scanners: [ { language: { allow: [xx] } } ] }
              blind: { on: output, scanners: [ { llama_guard: { model: m } } ] }
            tenants: { acme: { keys: ["sha256:%s"], rails: [goods] } }
            """
            .formatted("0".repeat(64))))
        .satisfiesExactly(
            typo -> assertThat(typo).startsWith(
                "prism.yaml:5: rails.typo.scanners[0]: \"piii\" is not one of its choices"),
            ahead -> assertThat(ahead).startsWith(
                "prism.yaml:11: rails.ahead.scanners[0].regex.rules[0].pattern: pattern cannot be taken:")
                .contains("at position 3"),
            nobody -> assertThat(nobody).contains("rails.nobody.scanners: scanners must name"),
            unfair -> assertThat(unfair).contains("rails.unfair.weights: weights names secrets"),
            loose -> assertThat(loose).contains("rails.loose.threshold: threshold must be"),
            foreign -> assertThat(foreign)
                .contains("rails.foreign.scanners: language 'xx' is none of"),
            blind -> assertThat(blind).contains("rails.blind.scanners: url is missing"),
            tenant -> assertThat(tenant)
                .contains("there is no rail \"goods\"; did you mean \"good\"?"));
  }
}
