package io.adit.models.link;

import io.adit.models.App;
import io.adit.models.Traffic;
import io.adit.models.client.ModelApp;

/** An application's connection to a model client that runs; any thread may use it. */
record LinkedApp(ModelApp app, Monitor monitor) implements App {

  @Override
  public String service() {
    return app.service();
  }

  @Override
  public void send(int bytes) {
    monitor.run(() -> app.send(bytes));
  }

  @Override
  public void close() {
    monitor.run(app::close);
  }

  @Override
  public boolean isOpen() {
    return monitor.get(app::isOpen);
  }

  @Override
  public Traffic traffic() {
    return app.traffic();
  }

  @Override
  public String toString() {
    return app.toString();
  }
}
