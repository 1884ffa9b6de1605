package dev.prism.providers.simulated;

import java.util.List;

/// One answer in the form of one endpoint, whole or as the text of its server-sent events.
interface Reply {
  /// What is said, token by token.
  List<String> pieces();

  /// The reply that is no stream.
  String whole();

  /// The events before the first token.
  String open();

  /// The event of one token.
  String piece(int index);

  /// The events after the last token, the end marker included.
  String end();
}
