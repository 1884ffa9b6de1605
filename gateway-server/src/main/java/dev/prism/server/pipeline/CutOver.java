package dev.prism.server.pipeline;

import dev.prism.routing.Flip;
import java.util.List;

/// What each client connection is told when flips take requests in flight with them.
record CutOver(List<Flip> flips) {
  CutOver {
    flips = List.copyOf(flips);
  }
}
