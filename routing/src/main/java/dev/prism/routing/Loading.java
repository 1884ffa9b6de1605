package dev.prism.routing;

import dev.prism.routing.ChangeResult.Why;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The file's config takes the place of the one before; what was made at run time stays as far as it
/// still makes sense.
record Loading(RoutingConfig config, TargetCatalog catalog, String digest) implements Edits {
  Loading(RoutingConfig config, TargetCatalog catalog) {
    this(config, catalog, digest(config));
  }

  private static String digest(RoutingConfig config) {
    try {
      byte[] text = PlainForm.canonical(PlainForm.write(config)).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public boolean isAlreadyIn(TableState state) {
    return state.loaded().equals(digest);
  }

  /// The table of this config and nothing else.
  TableState first() {
    return new TableState(config, digest, Map.of(), Map.of(), List.of());
  }

  @Override
  public String action() {
    return "load";
  }

  @Override
  public String subject() {
    return "config";
  }

  @Override
  public TableState apply(TableState state, Context context) throws ChangeRefused {
    if (isAlreadyIn(state)) {
      return state;
    }
    checkPrompts(state);
    List<Flip> flips = Expiring.alive(state.flips(), context.nowMillis());
    for (Flip flip : flips) {
      if (!config.routes().containsKey(flip.route())) {
        throw new ChangeRefused(Why.INVALID, flip.id() + " is in force on the route " + flip.route()
            + ", which the config no longer has; revert it first");
      }
    }
    return new TableState(config, digest, state.addedPrompts(), shares(state), flips);
  }

  private void checkPrompts(TableState state) throws ChangeRefused {
    for (var prompt : config.prompts().entrySet()) {
      for (var version : prompt.getValue().entrySet()) {
        PromptRef ref = new PromptRef(prompt.getKey(), version.getKey());
        if (state.prompt(ref).filter(known -> !known.equals(version.getValue())).isPresent()) {
          throw new ChangeRefused(Why.INVALID, "prompts." + ref
              + " had another text; versions never change, so give the new text a new one");
        }
      }
    }
  }

  /// A share that was set at run time holds until the route's canary is written differently.
  private Map<String, Double> shares(TableState state) {
    Map<String, Double> kept = new LinkedHashMap<>();
    state.canaryPercents().forEach((route, percent) -> {
      RouteSettings before = state.config().routes().get(route);
      RouteSettings after = config.routes().get(route);
      if (before != null && after != null && before.strategy().equals(after.strategy())) {
        kept.put(route, percent);
      }
    });
    return kept;
  }
}
