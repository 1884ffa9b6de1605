package dev.prism.scanners;

import java.util.List;
import java.util.Objects;

/// What a scanner may know about the exchange beside the text, and what its redactions share.
///
/// @param tenant         who calls
/// @param request        the text of the request; [ScanText#NOTHING] while the request itself is scanned
/// @param protectedTexts texts that must not come out: other tenants' chunks, canaries, the prompt of
///                       the target where the request does not hold it
/// @param placeholders   of this exchange
public record ScanContext(
    String tenant,
    ScanText request,
    List<String> protectedTexts,
    Placeholders placeholders) {
  public ScanContext {
    Objects.requireNonNull(tenant);
    Objects.requireNonNull(request);
    Objects.requireNonNull(placeholders);
    protectedTexts = List.copyOf(protectedTexts);
  }

  public static ScanContext of(String tenant) {
    return new ScanContext(tenant, ScanText.NOTHING, List.of(), new Placeholders(false));
  }

  /// The same exchange while its reply is scanned.
  public ScanContext replyTo(ScanText asked) {
    return new ScanContext(tenant, asked, protectedTexts, placeholders);
  }

  public ScanContext protecting(List<String> texts) {
    return new ScanContext(tenant, request, texts, placeholders);
  }
}
