package dev.prism.server.pipeline;

import dev.prism.exchange.chat.Block;
import dev.prism.providers.Thoughts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What the tenants' models thought before they called tools, in memory and bounded for each tenant: the
/// calls that were used longest ago are forgotten first. A tenant never sees another's.
public final class ThoughtMemory {
  private static final int MOST_TENANTS = 1_000;
  private static final int MOST_CALLS = 512;
  private static final long MOST_CHARS = 4L << 20;
  private final Map<String, OfTenant> tenants = new ConcurrentHashMap<>();

  /// The memory of one tenant.
  public Thoughts of(String tenant) {
    OfTenant known = tenants.get(tenant);
    if (known != null) {
      return known;
    }
    return tenants.size() >= MOST_TENANTS
        ? Thoughts.FORGETFUL
        : tenants.computeIfAbsent(tenant, _ -> new OfTenant());
  }

  private static final class OfTenant implements Thoughts {
    private final LinkedHashMap<String, List<Block>> calls = new LinkedHashMap<>(16, 0.75f, true);
    private long chars;

    @Override
    public synchronized List<Block> before(String toolCallId) {
      return calls.getOrDefault(toolCallId, List.of());
    }

    @Override
    public synchronized void keep(String toolCallId, List<Block> thoughts) {
      forget(toolCallId);
      calls.put(toolCallId, List.copyOf(thoughts));
      chars += size(thoughts);
      while (calls.size() > MOST_CALLS || chars > MOST_CHARS) {
        forget(calls.firstEntry().getKey());
      }
    }

    private void forget(String toolCallId) {
      List<Block> gone = calls.remove(toolCallId);
      if (gone != null) {
        chars -= size(gone);
      }
    }

    private static long size(List<Block> thoughts) {
      long size = 0;
      for (Block thought : thoughts) {
        size += switch (thought) {
          case Block.Thinking(String text, String signature) ->
            text.length() + (long) signature.length();
          case Block.RedactedThinking(String data) -> data.length();
          case Block.ToolUse use -> use.signature() == null ? 0 : use.signature().length();
          case Block.Text _,Block.Image _,Block.Document _,Block.Audio _,Block.ToolResult _,Block.Refusal _,Block.CachePoint _,Block.Opaque _ ->
            0;
        };
      }
      return size;
    }
  }
}
