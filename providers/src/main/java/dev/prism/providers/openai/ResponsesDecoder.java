package dev.prism.providers.openai;

import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.ResponseEvent.End;
import dev.prism.exchange.ResponseEvent.Failed;
import dev.prism.exchange.ResponseEvent.Finish;
import dev.prism.exchange.ResponseEvent.Head;
import dev.prism.exchange.SseEvent;
import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.StrictJson;
import dev.prism.providers.ReplyDecoder;
import java.util.function.Consumer;

/// Reads Responses, streamed or whole. The terminal fact is `response.completed` or
/// `response.incomplete`; there is no `[DONE]`, though OpenRouter sends one.
final class ResponsesDecoder implements ReplyDecoder {
  private final StrictJson json = new StrictJson(JsonLimits.REPLY);
  private final UsageReader usage = new UsageReader();
  private final ResponseItems items = new ResponseItems();
  private boolean headed;
  private boolean complete;
  private boolean failed;

  @Override
  public void event(SseEvent event, Consumer<ResponseEvent> out) throws JsonProblem {
    if (event.hasErrorField()) {
      fail(StreamErrors.errorField(), out);
    }
    if (!event.hasData()) {
      return;
    }
    if (event.dataIs("[DONE]")) {
      out.accept(new End());
      return;
    }
    read(json.check(event.data(), event.dataStart(), event.dataEnd()), out);
  }

  @Override
  public void body(byte[] bytes, int from, int to, Consumer<ResponseEvent> out) throws JsonProblem {
    whole(json.check(bytes, from, to), out);
  }

  static boolean isEvent(JsonMembers reply) {
    return text(reply, "type").startsWith("response.") && reply.find("sequence_number") >= 0;
  }

  static boolean isReply(JsonMembers reply) {
    return text(reply, "object").equals("response");
  }

  /// One event that has been checked.
  void read(JsonMembers event, Consumer<ResponseEvent> out) {
    String type = text(event, "type");
    switch (type) {
      case "response.created", "response.in_progress", "response.queued" -> head(event, out);
      case "response.completed", "response.incomplete" -> end(event, type, out);
      case "response.failed", "response.cancelled" -> broken(event, out);
      case "error" -> fail(StreamErrors.of(event), out);
      default -> {
        int error = event.find("error");
        if (type.isEmpty() && error >= 0 && !event.value(error).isNull()) {
          fail(StreamErrors.of(event), out);
        } else {
          items.event(type, event, out);
        }
      }
    }
  }

  private void head(JsonMembers event, Consumer<ResponseEvent> out) {
    int index = event.find("response");
    if (!headed && index >= 0) {
      head(Parts.of(event.value(index)), out);
    }
  }

  private void head(Parts parts, Consumer<ResponseEvent> out) {
    if (!headed && !(parts.id.isEmpty() && parts.model.isEmpty())) {
      headed = true;
      out.accept(new Head(parts.id, parts.model));
    }
  }

  private void end(JsonMembers event, String type, Consumer<ResponseEvent> out) {
    int index = event.find("response");
    Parts parts = index < 0 ? new Parts() : Parts.of(event.value(index));
    head(parts, out);
    if (!items.spoken() && parts.output != null) {
      items.list(parts.output, out);
    }
    out.accept(new Finish(0,
        parts.incomplete.isEmpty() ? type.substring("response.".length()) : parts.incomplete));
    usage(parts, out);
    complete = true;
    out.accept(new End());
  }

  private void broken(JsonMembers event, Consumer<ResponseEvent> out) {
    int index = event.find("response");
    Parts parts = index < 0 ? new Parts() : Parts.of(event.value(index));
    usage(parts, out);
    if (!failed) {
      fail(parts.error == null ? StreamErrors.errorField() : StreamErrors.of(parts.error), out);
    }
  }

  /// A whole reply that has been checked.
  void whole(JsonMembers reply, Consumer<ResponseEvent> out) {
    int error = reply.find("error");
    Parts parts = Parts.of(reply);
    head(parts, out);
    if (parts.output != null) {
      items.list(parts.output, out);
    }
    usage(parts, out);
    if (error >= 0 && !reply.value(error).isNull()) {
      fail(StreamErrors.of(reply), out);
      return;
    }
    complete = true;
    String status = text(reply, "status");
    if (!status.isEmpty()) {
      out.accept(new Finish(0, parts.incomplete.isEmpty() ? status : parts.incomplete));
    }
  }

  private void usage(Parts parts, Consumer<ResponseEvent> out) {
    if (parts.usage != null && usage.read(parts.usage)) {
      out.accept(usage.event());
    }
  }

  private void fail(Failed error, Consumer<ResponseEvent> out) {
    failed = true;
    out.accept(error);
  }

  static String text(JsonMembers reply, String name) {
    int index = reply.find(name);
    return index < 0 ? "" : reply.value(index).string();
  }

  @Override
  public boolean complete() {
    return complete && !failed;
  }

  @Override
  public boolean usageOnly() {
    return false;
  }
}
