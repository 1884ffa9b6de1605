package dev.prism.routing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that a routing table is made of: the config, and what has been changed at run time. This
/// is what a revision keeps. [PlainForm] turns it into maps and lists and back.
///
/// @param config         what the config file says, or said when an older revision is active
/// @param loaded         a digest of the file's config when it was last loaded, so that a restart with the
///                       same file keeps an activated older revision
/// @param addedPrompts   versions that came by the admin API; never taken away again
/// @param canaryPercents shares that were set at run time, by route
/// @param flips          in the order in which they were made
public record TableState(
    RoutingConfig config,
    String loaded,
    Map<String, Map<String, PromptSettings>> addedPrompts,
    Map<String, Double> canaryPercents,
    List<Flip> flips) {
  public static final TableState EMPTY = new TableState(RoutingConfig.EMPTY, "", Map.of(), Map.of(),
      List.of());

  public TableState {
    addedPrompts = RoutingConfig.copy(addedPrompts);
    canaryPercents = Collections.unmodifiableMap(new LinkedHashMap<>(canaryPercents));
    flips = List.copyOf(flips);
  }

  /// A version of a prompt, from wherever it came.
  Optional<PromptSettings> prompt(PromptRef ref) {
    PromptSettings added = addedPrompts.getOrDefault(ref.name(), Map.of()).get(ref.version());
    PromptSettings written = config.prompts().getOrDefault(ref.name(), Map.of()).get(ref.version());
    return Optional.ofNullable(added == null ? written : added);
  }

  /// All versions of all prompts, those of the config first.
  public Map<String, Map<String, PromptSettings>> prompts() {
    Map<String, Map<String, PromptSettings>> all = new LinkedHashMap<>();
    config.prompts().forEach((name, versions) -> all.put(name, new LinkedHashMap<>(versions)));
    addedPrompts.forEach(
        (name, versions) -> all.computeIfAbsent(name, _ -> new LinkedHashMap<>()).putAll(versions));
    return RoutingConfig.copy(all);
  }

  TableState withFlips(List<Flip> newFlips) {
    return new TableState(config, loaded, addedPrompts, canaryPercents, newFlips);
  }

  TableState withCanaryPercents(Map<String, Double> percents) {
    return new TableState(config, loaded, addedPrompts, percents, flips);
  }

  TableState withAddedPrompts(Map<String, Map<String, PromptSettings>> prompts) {
    return new TableState(config, loaded, prompts, canaryPercents, flips);
  }
}
