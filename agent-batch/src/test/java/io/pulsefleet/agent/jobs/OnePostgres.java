package io.pulsefleet.agent.jobs;

import io.pulsefleet.embedded.Postgres;
import java.nio.file.Path;
import java.util.Optional;

/** What the agent in the container asks. It is started on this side of the road, by whoever comes first, and ends with it. */
final class OnePostgres {

    private static Optional<Postgres> running = Optional.empty();

    private OnePostgres() {}

    static synchronized void start() {
        if (running.isEmpty()) {
            var postgres = Postgres.start(new Postgres.Place(
                    Path.of("target/it/postgres"),
                    Path.of("target/programs"),
                    Integer.getInteger("it.pg.port"),
                    "test"));
            Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
            running = Optional.of(postgres);
        }
    }
}
