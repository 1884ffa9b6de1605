package dev.prism.store;

import dev.prism.routing.ChangeNote;
import dev.prism.routing.ChangeResult;
import dev.prism.routing.RouteControl;
import dev.prism.routing.Router;
import java.nio.file.Path;
import java.time.Duration;

/// A process that flips and reverts as fast as it can and prints the number of each revision once it has
/// been acknowledged, until it is killed, or until nobody reads it any more.
final class FlipWriter {
  private FlipWriter() {}

  public static void main(String[] args) throws InterruptedException {
    Path folder = Path.of(args[0]);
    Database database = new Database(
        new StoreSettings("sqlite:" + folder.resolve("prism.db"), null, null));
    if (!database.awaitOpened(Duration.ofMinutes(5))) {
      throw new IllegalStateException(database.state().toString());
    }
    RouteControl control = new RouteControl(new Router(Tables.CATALOG),
        new StoredRevisions(database, folder.resolve("last-good.json")));
    ChangeNote note = ChangeNote.of("writer", "kill -9 loop");
    control.load(Tables.config(), Tables.CATALOG, note);
    while (!System.out.checkError()) {
      ChangeResult result = control.current().state().flips().isEmpty()
          ? Tables.flip(control, "kill -9 loop")
          : control.revert(control.current().state().flips().getFirst().id(), note);
      if (!(result instanceof ChangeResult.Done done)) {
        throw new IllegalStateException(result.toString());
      }
      System.out.println(done.revision().number());
    }
  }
}
