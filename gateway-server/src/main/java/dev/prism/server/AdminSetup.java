package dev.prism.server;

import dev.prism.admin.AdminOptions;
import dev.prism.admin.AdminRole;
import dev.prism.admin.AdminToken;
import dev.prism.admin.Reload;
import dev.prism.conf.AdminSettings;
import dev.prism.conf.ConfigProblem;
import dev.prism.conf.ConfigResult;
import java.util.List;

/// The configuration's words in the admin API's.
final class AdminSetup {
  private AdminSetup() {}

  static AdminOptions options(AdminSettings settings) {
    List<AdminToken> tokens = settings.tokens()
        .entrySet()
        .stream()
        .map(token -> new AdminToken(token.getKey(),
            AdminRole.valueOf(token.getValue().role().name()), token.getValue().hash().hex()))
        .toList();
    return new AdminOptions(settings.host(), settings.port(), tokens);
  }

  static Reload.Result result(ConfigResult result) {
    return switch (result) {
      case ConfigResult.Loaded _ -> new Reload.Result(List.of());
      case ConfigResult.Rejected(List<ConfigProblem> problems) ->
        new Reload.Result(problems.stream().map(ConfigProblem::toString).toList());
    };
  }
}
