package dev.prism.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// The house rules of docs/architecture.md, run over the classes of all modules.
class ArchitectureTest {
  private static final JavaClasses ALL = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .withImportOption(location -> !location.contains("/testing/"))
      .importPackages("dev.prism");

  /// Who may import whom, lowest first.
  private static final Map<String, List<String>> MODULES = new LinkedHashMap<>();

  static {
    MODULES.put("exchange", List.of());
    MODULES.put("scanners", List.of("exchange"));
    MODULES.put("routing", List.of("exchange"));
    MODULES.put("providers", List.of("exchange"));
    MODULES.put("evals", List.of("exchange", "scanners"));
    MODULES.put("incident", List.of("exchange", "routing", "evals"));
    MODULES.put("store", List.of("exchange", "routing", "evals", "incident"));
    MODULES.put("conf",
        List.of("exchange", "scanners", "routing", "providers", "evals", "incident", "store"));
    MODULES.put("admin", List.of("exchange", "scanners", "routing", "providers", "evals",
        "incident", "store", "conf"));
  }

  @Test
  void theRulesSeeTheClassesOfTheWholeHouse() {
    assertThat(ALL.size()).isGreaterThan(300);
    for (String module : List.of("exchange", "routing", "providers", "store", "conf", "admin",
        "server")) {
      assertThat(
          ALL.stream().filter(type -> type.getPackageName().startsWith("dev.prism." + module)))
          .as(module)
          .hasSizeGreaterThan(5);
    }
  }

  @Test
  void eachModuleImportsOnlyWhatTheTableAllows() {
    MODULES.forEach((module, allowed) -> {
      List<String> forbidden = new ArrayList<>(List.of("dev.prism.server.."));
      for (String other : MODULES.keySet()) {
        if (!other.equals(module) && !allowed.contains(other)) {
          forbidden.add("dev.prism." + other + "..");
        }
      }
      noClasses().that()
          .resideInAPackage("dev.prism." + module + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(forbidden.toArray(String[]::new))
          .allowEmptyShould(true)
          .check(ALL);
    });
  }

  @Test
  void modulesAreFreeOfCycles() {
    slices().matching("dev.prism.(*)..").should().beFreeOfCycles().check(ALL);
  }

  @Test
  void theVocabularyNeedsNothingButTheJdk() {
    classes().that()
        .resideInAPackage("dev.prism.exchange..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.prism.exchange..", "java..", "org.jspecify..")
        .check(ALL);
  }

  @Test
  void nettyIsKnownToTheServerOnly() {
    noClasses().that()
        .resideOutsideOfPackage("dev.prism.server..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(ALL);
  }

  @Test
  void nothingThatRunsOnAnEventLoopBlocks() {
    noClasses().that()
        .resideInAnyPackage("dev.prism.server.pipeline..", "dev.prism.server.upstream..")
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(java.util.concurrent.Future.class, "get")
        .orShould()
        .callMethod(io.netty.util.concurrent.Future.class, "sync")
        .orShould()
        .callMethod(io.netty.util.concurrent.Future.class, "await")
        .orShould()
        .callMethod(CompletableFuture.class, "join")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.sql..", "java.net.http..")
        .check(ALL);
  }

  @Test
  void noClassIsNamedForWhatItHelps() {
    noClasses().should()
        .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl)")
        .orShould()
        .haveSimpleNameStartingWith("Abstract")
        .orShould()
        .haveSimpleNameStartingWith("Base")
        .check(ALL);
  }

  @Test
  void onlyTheCommandLinePrints() {
    noClasses().that()
        .resideOutsideOfPackage("dev.prism.server.cli..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(ALL);
  }
}
