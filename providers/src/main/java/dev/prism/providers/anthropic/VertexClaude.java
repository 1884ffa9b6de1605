package dev.prism.providers.anthropic;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.json.JsonFields;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.providers.BodyEdits;
import dev.prism.providers.Call;
import dev.prism.providers.ChatTranslator;
import dev.prism.providers.Dialects;
import dev.prism.providers.Edit;
import dev.prism.providers.PathSegment;
import dev.prism.providers.ProviderAdapter;
import dev.prism.providers.ReplyDecoder;
import dev.prism.providers.RequestRewrite;
import dev.prism.providers.gemini.Vertex;
import java.io.Closeable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Claude at Google's cloud: the same dialect, but the model stands in the path and the version in the
/// body, a stream has a path of its own, and what is still in trial elsewhere is refused.
final class VertexClaude implements ProviderAdapter, Closeable {
  static final String VERSION = "vertex-2023-10-16";
  private static final String BETA = "anthropic-beta";
  private final Vertex vertex;

  VertexClaude(Vertex vertex) {
    this.vertex = vertex;
  }

  @Override
  public @Nullable Call call(Endpoint endpoint, String model) {
    if (!Dialects.has(endpoint)) {
      return null;
    }
    String path = vertex.publishers() + "anthropic/models/" + PathSegment.encode(model);
    if (endpoint != Endpoint.MESSAGES) {
      return Call.translated(Map.of(),
          new ChatTranslator(Dialects.of(endpoint),
              (request, _) -> MessagesWriter.atVertex(path, vertex.headers()).write(request, model),
              MessagesDecoder::new));
    }
    Map<String, String> headers = new HashMap<>(vertex.headers().get());
    // The client's trials are those of Anthropic's own address.
    headers.put(BETA, "");
    return new Call("POST", path, headers, new Native());
  }

  /// `stream` decides the verb behind the model.
  static String verb(boolean stream) {
    return stream ? ":streamRawPredict" : ":rawPredict";
  }

  @Override
  public ReplyDecoder decoder(Endpoint endpoint) {
    return new MessagesDecoder();
  }

  @Override
  public @Nullable String trouble() {
    return vertex.trouble();
  }

  @Override
  public void close() {
    vertex.close();
  }

  /// What changes in a client's own Messages.
  private static final class Native implements RequestRewrite {
    private static final List<String> REFUSED = List.of("anthropic_beta", "betas", "container",
        "context_management", "mcp_servers", "service_tier");

    @Override
    public List<Edit> edits(JsonMembers body, String model) {
      String version = "\"anthropic_version\":\"" + VERSION + "\"";
      int named = body.find("model");
      boolean versioned = body.find("anthropic_version") >= 0;
      BodyEdits edits = new BodyEdits(body);
      if (named >= 0 && !versioned) {
        edits.replace(body.start(named), body.valueEnd(named), version);
      } else {
        edits.set("anthropic_version", "\"" + VERSION + "\"");
      }
      edits.drop(name -> REFUSED.contains(name) || (versioned && name.equals("model")));
      return edits.list();
    }

    @Override
    public String path(JsonMembers body, String path) {
      return path + verb(JsonFields.of(body).isTrue("stream"));
    }

    @Override
    public List<String> dropped(JsonMembers body) {
      return REFUSED.stream().filter(name -> body.find(name) >= 0).toList();
    }
  }
}
