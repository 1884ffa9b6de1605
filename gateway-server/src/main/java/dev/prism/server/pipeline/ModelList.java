package dev.prism.server.pipeline;

import dev.prism.exchange.Tenant;
import dev.prism.exchange.json.JsonText;
import org.jspecify.annotations.Nullable;

/// `GET /v1/models`: what this tenant may ask for by name.
final class ModelList {
  /// The day of the first release; routes have no creation date of their own.
  private static final long CREATED = 1_795_478_400L;

  private ModelList() {}

  /// The list, or the one model `id`; null when the tenant may not ask for it or there is none.
  static @Nullable String json(Dossier dossier, String id) {
    Tenant tenant = dossier.caller().tenant();
    StringBuilder out = new StringBuilder();
    for (String name : dossier.snapshot().router().table().routes().keySet()) {
      if (tenant.mayUse(name) && (id.isEmpty() || id.equals(name))) {
        out.append(out.isEmpty() ? "" : ",");
        model(out, name);
      }
    }
    if (id.isEmpty()) {
      return "{\"object\":\"list\",\"data\":[" + out + "]}";
    }
    if (out.isEmpty() && isPair(dossier, id) && tenant.mayUse(id)) {
      model(out, id);
    }
    return out.isEmpty() ? null : out.toString();
  }

  /// `provider/model`: which models a provider has is its own affair.
  private static boolean isPair(Dossier dossier, String id) {
    int slash = id.indexOf('/');
    return slash > 0 && slash < id.length() - 1
        && dossier.snapshot().providers().containsKey(id.substring(0, slash));
  }

  private static void model(StringBuilder out, String name) {
    out.append("{\"id\":");
    JsonText.quote(out, name);
    out.append(",\"object\":\"model\",\"created\":")
        .append(CREATED)
        .append(",\"owned_by\":\"prism\"}");
  }
}
