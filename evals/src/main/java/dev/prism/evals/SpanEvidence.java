package dev.prism.evals;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads what was retrieved, and how tools ended, from an application's spans: documents in
/// `retrieval.documents.N.document.{content,id}` or as JSON in `gen_ai.retrieval.documents`, else the output of
/// a retrieving span; the name of a tool in `gen_ai.tool.name` or `tool.name`, its result in
/// `gen_ai.tool.call.result` or `output.value`.
public final class SpanEvidence {
  private static final int MOST = 64;
  private static final Pattern DOCUMENT = Pattern
      .compile("(?:gen_ai\\.)?(?:retrieval|reranker)\\.(?:output_)?documents\\.(\\d{1,3})\\."
          + "document\\.(content|id)");

  private final List<String> chunks = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();
  private final Map<String, String> tools = new TreeMap<>();
  private boolean retrieved;

  private SpanEvidence() {}

  public static Evidence of(List<AppSpan> spans) {
    if (spans.isEmpty()) {
      return Evidence.NONE;
    }
    SpanEvidence found = new SpanEvidence();
    for (AppSpan span : spans) {
      if (span.kind().retrieves()) {
        found.retrieved(span);
      } else if (span.kind() == SpanKind.TOOL) {
        found.tool(span);
      }
    }
    return new Evidence(found.chunks, found.ids, found.tools, found.retrieved);
  }

  private void retrieved(AppSpan span) {
    retrieved = true;
    boolean any = false;
    for (Map.Entry<String, String> attribute : new TreeMap<>(span.attributes()).entrySet()) {
      Matcher document = DOCUMENT.matcher(attribute.getKey());
      if (document.matches()) {
        any = true;
        add(Objects.requireNonNull(document.group(2)).equals("id") ? ids : chunks,
            attribute.getValue());
      }
    }
    String json = span.first("gen_ai.retrieval.documents", "output.value");
    if (!any && json != null && !documents(json)) {
      add(chunks, json);
    }
  }

  /// Whether it is JSON with documents in it, or says that there are none.
  private boolean documents(String json) {
    try {
      JsonNode root = FormatCheck.JSON.readTree(json);
      JsonNode list = root.isObject() ? root.path("documents") : root;
      for (JsonNode document : list) {
        JsonNode inner = document.has("document") ? document.path("document") : document;
        String text = inner.isString()
            ? inner.stringValue()
            : inner.path("content").asString(inner.path("text").asString(""));
        if (!text.isBlank()) {
          add(chunks, text);
        }
        String id = inner.path("id").asString("");
        if (!id.isEmpty()) {
          add(ids, id);
        }
      }
      return list.isArray();
    } catch (JacksonException e) {
      return false;
    }
  }

  private void tool(AppSpan span) {
    String name = span.first("gen_ai.tool.name", "tool.name");
    if (tools.size() < MOST) {
      tools.merge(name == null ? span.name() : name, span.failed() ? "error" : "ok",
          (old, now) -> old.equals("error") ? old : now);
    }
    String result = span.first("gen_ai.tool.call.result", "output.value");
    if (result != null && !span.failed()) {
      retrieved = true;
      add(chunks, result);
    }
  }

  private static void add(List<String> list, String text) {
    if (list.size() < MOST && !text.isBlank()) {
      list.add(text);
    }
  }
}
