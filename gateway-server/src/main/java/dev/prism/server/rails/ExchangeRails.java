package dev.prism.server.rails;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.GatewayError;
import dev.prism.routing.ServingPlan;
import dev.prism.routing.Target;
import dev.prism.scanners.BodyEditor;
import dev.prism.scanners.Placeholders;
import dev.prism.scanners.RailReport;
import dev.prism.scanners.ScanContext;
import dev.prism.scanners.ScanText;
import dev.prism.scanners.Segment;
import dev.prism.scanners.Stage;
import dev.prism.scanners.TextExtractor;
import dev.prism.scanners.Verdict;
import io.netty.util.concurrent.EventExecutor;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The rails in the way of one exchange: those of its tenant, its route, the rules and the flip that it
/// fell under, and of the targets that may serve it. Confined to one event loop.
public final class ExchangeRails {
  private final RailBook book;
  private final ScanPool pool;
  private final RailLog log;
  private final EventExecutor loop;
  private final Asked asked;
  private final List<String> shared;
  private final Map<String, GatewayError> blockedTargets = new HashMap<>();
  private final ScanContext context;
  private byte[] body;
  private boolean changed;
  /// The text of the body while steps look at it, null when it is not known.
  private @Nullable ScanText read;

  /// What the rails need to know of a request.
  ///
  /// @param json     whether the body is JSON, and has been checked
  /// @param query    what a raw passthrough's path asks for besides, empty for none
  /// @param tenant   who calls
  /// @param metadata of the caller: `tenant` (or `tenant_id`) says whose retrieved text it may see, where
  ///                 that is not the tenant itself; `retrieved` names paths in the body that hold
  ///                 retrieved text, with commas between
  public record Asked(
      Endpoint endpoint,
      boolean json,
      String query,
      String tenant,
      Map<String, String> metadata) {
    String owner() {
      String said = metadata.getOrDefault("tenant", metadata.get("tenant_id"));
      return said == null ? tenant : said;
    }

    List<String> retrieved() {
      String said = metadata.get("retrieved");
      return said == null ? List.of() : Arrays.stream(said.split(",")).map(String::strip).toList();
    }
  }

  /// What becomes of a request.
  public sealed interface Outcome {
    /// It goes on.
    ///
    /// @param changed whether [#body] is another than the client's
    record Pass(boolean changed) implements Outcome {}

    record Stopped(Blocked by) implements Outcome {}
  }

  private ExchangeRails(RailBook book, ScanPool pool, RailMetrics metrics, EventExecutor loop,
      Asked asked, List<String> shared) {
    this.book = book;
    this.pool = pool;
    this.loop = loop;
    this.asked = asked;
    this.shared = shared;
    log = new RailLog(metrics);
    body = new byte[0];
    context = new ScanContext(asked.owner(), ScanText.NOTHING, List.of(),
        new Placeholders(book.restores(asked.tenant())));
  }

  /// Whether any rail stands in the way of a tenant's request; allocates nothing.
  public static boolean stand(RailBook book, String tenant, ServingPlan plan) {
    if (book.isEmpty()) {
      return false;
    }
    if (!book.ofTenant(tenant).isEmpty() || !plan.rails().isEmpty()) {
      return true;
    }
    List<Target> targets = plan.targets();
    for (int i = 0; i < targets.size(); i++) {
      if (!targets.get(i).rails().isEmpty()) {
        return true;
      }
    }
    for (int i = 0; i < plan.copies().size(); i++) {
      if (!plan.copies().get(i).target().rails().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /// The rails for a request in whose way some [#stand].
  public static ExchangeRails of(RailBook book, ScanPool pool, RailMetrics metrics,
      EventExecutor loop, Asked asked, ServingPlan plan) {
    List<String> shared = new ArrayList<>(book.ofTenant(asked.tenant()));
    shared.addAll(plan.rails());
    return new ExchangeRails(book, pool, metrics, loop, asked, shared);
  }

  /// Runs the retrieval and input rails over the request, and says what becomes of it: before this
  /// method returns, or later. A target whose own rails refuse the request is remembered; what they
  /// redact is redacted for all targets.
  public void inspect(byte[] bytes, int size, ServingPlan plan, Consumer<Outcome> done) {
    body = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    List<Step> steps = new ArrayList<>();
    add(steps, null, List.of(shared));
    List<Target> targets = new ArrayList<>(plan.targets());
    plan.copies().forEach(copy -> targets.add(copy.target()));
    for (Target target : targets) {
      if (!target.rails().isEmpty() && !shared.containsAll(target.rails())) {
        add(steps, target.name(), List.of(target.rails()));
      }
    }
    next(steps, 0, done);
  }

  private record Step(Stage stage, RailBook.Selection rails, @Nullable String target) {}

  private void add(List<Step> steps, @Nullable String target, List<List<String>> names) {
    RailBook.Selection rails = book.select(asked.endpoint(), names);
    for (Stage stage : List.of(Stage.RETRIEVAL, Stage.INPUT)) {
      if (rails != null && rails.engine().guards(stage)) {
        steps.add(new Step(stage, rails, target));
      }
    }
  }

  private void next(List<Step> steps, int index, Consumer<Outcome> done) {
    if (index == steps.size()) {
      read = null;
      done.accept(new Outcome.Pass(changed));
      return;
    }
    Step step = steps.get(index);
    ScanText text = read == null ? text() : read;
    read = text;
    pool.run(step.rails().engine().begin(step.stage(), text, context), step.rails().timeoutMillis(),
        loop, report -> {
          Blocked blocked = take(step.stage(), text, report);
          if (blocked != null && step.target() == null) {
            done.accept(new Outcome.Stopped(blocked));
            return;
          }
          if (blocked != null) {
            blockedTargets.put(step.target(), blocked.error());
          }
          next(steps, index + 1, done);
        });
  }

  private @Nullable Blocked take(Stage stage, ScanText text, RailReport report) {
    log.note(stage, report);
    return switch (report.verdict()) {
      case Verdict.Allow _ -> null;
      case Verdict.Block block -> Blocked.by(stage, block);
      case Verdict.Redact(List<Verdict.Edit> edits) -> redact(stage, text, edits);
      case Verdict.FailOpen open -> redact(stage, text, open.edits());
    };
  }

  private @Nullable Blocked redact(Stage stage, ScanText text, List<Verdict.Edit> edits) {
    if (edits.isEmpty()) {
      return null;
    }
    if (!text.canEdit(edits)) {
      return Blocked.unchangeable(stage);
    }
    body = BodyEditor.apply(body, text, edits);
    read = null;
    changed = true;
    return null;
  }

  private ScanText text() {
    ScanText text = asked.json()
        ? TextExtractor.request(asked.endpoint(), body, 0, body.length)
            .retrievedAt(asked.retrieved())
        : body.length == 0
            ? ScanText.NOTHING
            : TextExtractor.plain(body, body.length, Segment.Kind.USER);
    return asked.query().isEmpty() ? text : text.with(query());
  }

  private Segment query() {
    return new Segment(URLDecoder.decode(asked.query(), StandardCharsets.ISO_8859_1),
        Segment.Kind.USER, "query");
  }

  /// The request's body as the rails have left it.
  public byte[] body() {
    return body;
  }

  /// Why a target may not have this request, null when it may.
  public @Nullable GatewayError refusalOf(Target target) {
    return blockedTargets.get(target.name());
  }

  /// A guard for the reply of a target, null when nothing stands in its way.
  ///
  /// @param prompt the system prompt that the target puts in, null for none
  public @Nullable ReplyGuard reply(Target target, @Nullable String prompt, int maxTextChars) {
    RailBook.Selection rails = book.select(asked.endpoint(), List.of(shared, target.rails()));
    boolean guards = rails != null && rails.engine().guards(Stage.OUTPUT);
    if (rails == null || (!guards && !context.placeholders().canRestore())) {
      return null;
    }
    return guard(rails, context, prompt, log, maxTextChars);
  }

  /// As [#reply], for an answer that no client sees but a trace keeps: what is found in it is said in a
  /// log of its own, and nothing is put back.
  public @Nullable ReplyGuard aside(Target target, @Nullable String prompt, int maxTextChars) {
    RailBook.Selection rails = book.select(asked.endpoint(), List.of(shared, target.rails()));
    return rails == null || !rails.engine().guards(Stage.OUTPUT)
        ? null
        : guard(rails, context.aside(), prompt, log.another(), maxTextChars);
  }

  private ReplyGuard guard(RailBook.Selection rails, ScanContext from, @Nullable String prompt,
      RailLog into, int maxTextChars) {
    ScanContext reply = from.replyTo(text());
    return new ReplyGuard(rails, prompt == null ? reply : reply.protecting(List.of(prompt)), pool,
        into, loop, maxTextChars);
  }

  public RailLog log() {
    return log;
  }
}
