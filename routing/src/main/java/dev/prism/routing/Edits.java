package dev.prism.routing;

import dev.prism.routing.ChangeResult.Why;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The changes that there are, each a pure function from one state of the table to the next. It may be
/// applied more than once, to different states, before it is made.
sealed interface Edits permits Loading, Edits.Flipping, Edits.Reverting, Edits.Expiring,
    Edits.Activating, Edits.Sharing, Edits.Prompting {
  /// As the revision and the audit entry name it.
  String action();

  /// What it is done to.
  String subject();

  /// The tenants that it touches, empty for all.
  default List<String> tenants() {
    return List.of();
  }

  TableState apply(TableState state, Context context) throws ChangeRefused;

  /// Whether another gateway that made the same change has done all that there is to do.
  default boolean isAlreadyIn(TableState state) {
    return false;
  }

  /// @param number    of the revision that is being made
  /// @param nowMillis since the epoch
  record Context(long number, long nowMillis, ChangeNote note) {}

  /// @param replaced the flip whose place this one takes, so that at no moment neither or both are in
  ///     force; null where it stands on top of the others
  record Flipping(FlipRequest request, @Nullable String replaced) implements Edits {
    private static final int LIMIT = 10_000;

    @Override
    public String action() {
      return "flip";
    }

    @Override
    public String subject() {
      return request.route();
    }

    @Override
    public List<String> tenants() {
      return request.scope().tenants();
    }

    @Override
    public TableState apply(TableState state, Context context) throws ChangeRefused {
      if (!state.config().routes().containsKey(request.route())) {
        throw new ChangeRefused(Why.NOT_FOUND, "there is no route " + request.route());
      }
      TableState beneath = replaced == null ? state : new Reverting(replaced).apply(state, context);
      if (beneath.flips().size() >= LIMIT) {
        throw new ChangeRefused(Why.INVALID, "there are " + LIMIT + " flips; revert some first");
      }
      List<Flip> flips = new ArrayList<>(beneath.flips());
      flips.add(flip(context));
      return beneath.withFlips(flips);
    }

    private Flip flip(Context context) {
      ChangeNote note = context.note();
      long expires = request.expiresIn() == null
          ? 0
          : context.nowMillis() + request.expiresIn().toMillis();
      return new Flip("flip-" + context.number(), context.number(), request.route(), request.to(),
          request.scope(), note.reason(), note.author(), note.incident(), context.nowMillis(),
          expires, request.inFlight());
    }
  }

  record Reverting(String flipId) implements Edits {
    @Override
    public String action() {
      return "revert";
    }

    @Override
    public String subject() {
      return flipId;
    }

    @Override
    public TableState apply(TableState state, Context context) throws ChangeRefused {
      List<Flip> left = state.flips().stream().filter(flip -> !flip.id().equals(flipId)).toList();
      if (left.size() == state.flips().size()) {
        throw new ChangeRefused(Why.NOT_FOUND, "there is no flip " + flipId + " in force");
      }
      return state.withFlips(left);
    }
  }

  record Expiring() implements Edits {
    @Override
    public String action() {
      return "expire";
    }

    @Override
    public String subject() {
      return "flips";
    }

    @Override
    public TableState apply(TableState state, Context context) {
      return state.withFlips(alive(state.flips(), context.nowMillis()));
    }

    static List<Flip> alive(List<Flip> flips, long nowMillis) {
      return flips.stream().filter(flip -> !flip.expired(nowMillis)).toList();
    }
  }

  record Activating(Revision old) implements Edits {
    @Override
    public String action() {
      return "activate";
    }

    @Override
    public String subject() {
      return "revision " + old.number();
    }

    @Override
    public TableState apply(TableState state, Context context) {
      return new TableState(old.state().config(), state.loaded(), state.addedPrompts(),
          old.state().canaryPercents(), Expiring.alive(old.state().flips(), context.nowMillis()));
    }
  }

  record Sharing(String route, double percent) implements Edits {
    @Override
    public String action() {
      return "canary";
    }

    @Override
    public String subject() {
      return route;
    }

    @Override
    public TableState apply(TableState state, Context context) throws ChangeRefused {
      Percent.check("percent", percent);
      RouteSettings settings = state.config().routes().get(route);
      if (settings == null) {
        throw new ChangeRefused(Why.NOT_FOUND, "there is no route " + route);
      }
      if (!(settings.strategy() instanceof Canary)) {
        throw new ChangeRefused(Why.INVALID, "the strategy of " + route + " is no canary");
      }
      Map<String, Double> percents = new LinkedHashMap<>(state.canaryPercents());
      percents.put(route, percent);
      return state.withCanaryPercents(percents);
    }
  }

  record Prompting(PromptRef ref, PromptSettings prompt) implements Edits {
    @Override
    public String action() {
      return "prompt";
    }

    @Override
    public String subject() {
      return ref.toString();
    }

    @Override
    public TableState apply(TableState state, Context context) throws ChangeRefused {
      if (ref.name().isBlank() || ref.version().isBlank() || ref.version().contains("@")) {
        throw new ChangeRefused(Why.INVALID, "a prompt needs a name and a version without @");
      }
      if (state.prompt(ref).filter(known -> !Objects.equals(known, prompt)).isPresent()) {
        throw new ChangeRefused(Why.CONFLICT,
            ref + " has another text already; versions never change, so take a new one");
      }
      Map<String, Map<String, PromptSettings>> prompts = new LinkedHashMap<>(state.addedPrompts());
      Map<String, PromptSettings> versions = new LinkedHashMap<>(
          prompts.getOrDefault(ref.name(), Map.of()));
      versions.put(ref.version(), prompt);
      prompts.put(ref.name(), versions);
      return state.withAddedPrompts(prompts);
    }
  }
}
