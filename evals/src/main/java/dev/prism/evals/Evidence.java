package dev.prism.evals;

import java.util.List;
import java.util.Map;

/// What an application's own spans say about an exchange beside its request: what was retrieved for it and
/// which tools ran.
///
/// @param chunks    retrieved texts
/// @param chunkIds  their ids, as far as they have some
/// @param tools     how each tool that ran ended, `ok` or `error`, by its name
/// @param retrieved whether something was retrieved, or was tried
public record Evidence(
    List<String> chunks,
    List<String> chunkIds,
    Map<String, String> tools,
    boolean retrieved) {
  public static final Evidence NONE = new Evidence(List.of(), List.of(), Map.of(), false);

  public Evidence {
    chunks = List.copyOf(chunks);
    chunkIds = List.copyOf(chunkIds);
    tools = Map.copyOf(tools);
  }
}
