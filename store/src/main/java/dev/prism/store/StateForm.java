package dev.prism.store;

import dev.prism.routing.TableState;
import java.util.Map;

/// A routing table as maps, lists and scalars, and back: what a revision is stored as. The map's member
/// `config` is kept apart, since most revisions share it.
public interface StateForm {
  Map<String, Object> plain(TableState state);

  /// The inverse.
  ///
  /// @throws IllegalArgumentException if the members make no table
  TableState state(Map<String, Object> members);
}
