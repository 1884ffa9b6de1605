package dev.prism.admin;

import dev.prism.incident.IncidentLog;
import dev.prism.routing.RevisionLog;
import dev.prism.store.StoreUnavailable;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The admin API: listens from its construction until it is closed.
public final class AdminServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
  /// The id of a breaker holds a slash, which clients write as `%2F`.
  private static final UriCompliance SLASH_IN_NAMES = UriCompliance.DEFAULT.with("prism-admin",
      UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR);
  private static final long LARGEST_BODY = 4 << 20;

  private final HostCheck hostCheck;
  private final Access access;
  private final TraceStreams streams;
  private final Javalin javalin;

  /// @throws IllegalStateException if the port cannot be bound
  public AdminServer(AdminOptions options, AdminPorts ports) {
    hostCheck = new HostCheck(options.onLoopback());
    access = new Access(options.tokens());
    streams = new TraceStreams(ports.traces());
    List<Operation> operations = new ArrayList<>();
    operations.addAll(new SystemOperations(ports).all());
    operations.addAll(new TraceOperations(ports.traces(), streams, ports.scores()).all());
    operations.addAll(new ScoreOperations(ports.scores()).all());
    operations.addAll(new OtlpOperations(ports.scores().spans()).all());
    Changes changes = new Changes(ports.routing().control());
    operations.addAll(new RouteOperations(ports.routing(), changes).all());
    operations.addAll(new FlipOperations(ports.routing().control(), changes).all());
    operations.addAll(new RevisionOperations(ports.routing(), changes).all());
    operations.addAll(new PromptOperations(ports.routing().control(), changes).all());
    operations.addAll(new BreakerOperations(ports.routing(), changes).all());
    operations.addAll(new AuditOperations(ports.routing().audit()).all());
    IncidentOperations incidents = new IncidentOperations(ports.incidents());
    operations.addAll(incidents.all());
    operations.addAll(new IncidentSteps(ports.incidents(), incidents, changes).all());
    operations.addAll(new AlertOperations(ports.incidents().intake()).all());
    operations.addAll(new GoldenOperations(ports.golden(), ports.incidents().traces()).all());
    operations.addAll(new ClusterOperations(ports.clusters()).all());
    operations.addAll(new SimulatedOperations(ports.providers()).all());
    operations.addAll(new ApiPages(operations).all());
    javalin = start(Javalin.create(config -> configure(config, options, operations)), options);
  }

  private static Javalin start(Javalin javalin, AdminOptions options) {
    try {
      return javalin.start();
    } catch (JavalinBindException taken) {
      throw new IllegalStateException(
          "the admin plane cannot listen on " + options.host() + ":" + options.port()
              + ": the port is taken or not allowed; choose another with --admin-port N",
          taken);
    }
  }

  /// The port that it listens on.
  public int port() {
    return javalin.port();
  }

  private void configure(JavalinConfig config, AdminOptions options, List<Operation> operations) {
    config.concurrency.useVirtualThreads = true;
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.jetty.host = options.host();
    config.jetty.port = options.port();
    config.jetty.modifyHttpConfiguration(http -> {
      http.setSendServerVersion(false);
      http.setUriCompliance(SLASH_IN_NAMES);
      http.setSendDateHeader(true);
    });
    config.http.maxRequestSize = LARGEST_BODY;
    config.http.prefer405over404 = true;
    config.routes.before(call -> {
      hostCheck.check(call);
      harden(call);
    });
    for (Operation operation : operations) {
      config.routes.addHttpHandler(operation.method, operation.route(),
          call -> run(operation, call));
    }
    config.routes.exception(Problem.class, AdminServer::answer);
    config.routes
        .exception(HttpResponseException.class,
            (e, call) -> answer(new Problem(e.getStatus(),
                e.getStatus() == 404 ? "not_found" : "refused", String.valueOf(e.getMessage())),
                call));
    config.routes.exception(StoreUnavailable.class,
        (e, call) -> away(String.valueOf(e.getMessage()), call));
    config.routes.exception(RevisionLog.Unavailable.class,
        (e, call) -> away(String.valueOf(e.getMessage()), call));
    config.routes.exception(IncidentLog.Unavailable.class,
        (e, call) -> away(String.valueOf(e.getMessage()), call));
    config.routes.exception(Exception.class, (e, call) -> {
      LOG.error("{} {} failed", call.method(), call.path(), e);
      answer(new Problem(500, "internal_error", "The gateway failed; its log says why."), call);
    });
  }

  private void run(Operation operation, Context call) throws Exception {
    if (operation.role != null) {
      access.check(call, operation.role);
    }
    for (String name : call.queryParamMap().keySet()) {
      if (operation.query.stream().noneMatch(parameter -> parameter.name().equals(name))) {
        throw Problem.badRequest("There is no parameter " + name + "; there are "
            + operation.query.stream().map(Operation.Parameter::name).toList() + ".");
      }
    }
    operation.handler.handle(call);
  }

  private static void harden(Context call) {
    call.header("X-Content-Type-Options", "nosniff");
    call.header("Cache-Control", "no-store");
    call.header("Content-Security-Policy",
        "default-src 'none'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'");
    call.header("Referrer-Policy", "no-referrer");
  }

  private static void away(String why, Context call) {
    call.header("Retry-After", "1");
    answer(new Problem(503, "store_unavailable", why), call);
  }

  private static void answer(Problem problem, Context call) {
    call.status(problem.status())
        .contentType("application/problem+json")
        .result(AdminJson.MAPPER.writeValueAsBytes(problem.body()));
  }

  /// Ends the live streams and stops listening.
  @Override
  public void close() {
    streams.close();
    javalin.stop();
  }
}
