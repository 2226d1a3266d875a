package io.pulsefleet.agent.jobs;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.schedule.Shift;
import io.pulsefleet.agent.schedule.Shifts;
import io.pulsefleet.agent.spool.Spool;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.postgres.LogEntries;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** A log that is read in Open Liberty, into sealed segments; its ring comes once an hour only: PG-03, PG-05. */
@ArquillianTest
class PgLogJobIT {

    private static final String LINE =
            "{\"timestamp\":\"2026-11-21 10:00:00.123 UTC\",\"pid\":17,\"error_severity\":\"LOG\",\"message\":\"number %d\","
                    + "\"application_name\":\"%s\"}%n";

    @Deployment
    static WebArchive agent() {
        return AgentWar.of();
    }

    @Inject
    Shifts shifts;

    @Inject
    Spool spool;

    private final Semaphore bell = new Semaphore(0);

    @Test
    void whatBearsARequestsIdDoesNotWaitForTheRingAndAllIsToldOnceAcrossShifts() throws Exception {
        spool.onSealed(bell::release);
        Files.createDirectories(log().getParent());
        await(() -> state().equals("STARTED"));
        await(this::visited); // from here on its log is read
        await(() -> visits() > 0);
        var before = told().size();

        write(1, "psql");
        write(2, "checkout:4711");
        await(() -> told().size() == before + 2);
        shifts.stop("pg-log");
        await(() -> state().equals("STOPPED"));
        write(3, "psql");
        await(this::restarted);
        write(4, "checkout:4712");
        await(() -> told().size() == before + 4);

        assertThat(told().subList(before, before + 4)).containsExactly("number 1", "number 2", "number 3", "number 4");
    }

    private static void write(int number, String application) throws IOException {
        Files.writeString(log(), LINE.formatted(number, application), CREATE, APPEND);
    }

    private static Path log() {
        return Path.of(System.getenv("PULSE_PG_LOG_FILES"));
    }

    private boolean visited() {
        try {
            shifts.visit("pg-log");
            return true;
        } catch (NotNowException notYet) {
            return false;
        }
    }

    private boolean restarted() {
        try {
            shifts.restart("pg-log");
            return true;
        } catch (NotNowException notYet) {
            return false;
        }
    }

    private String state() {
        return shift().state();
    }

    private long visits() {
        return shift().run().visits();
    }

    private Shift shift() {
        return shifts.list().stream()
                .filter(shift -> shift.name().equals("pg-log"))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> told() {
        return OnDisk.shipments().stream()
                .flatMap(shipment -> shipment.documents().stream())
                .filter(document -> document.kind().equals("postgresql.log"))
                .flatMap(PgLogJobIT::messages)
                .toList();
    }

    private static Stream<String> messages(Document document) {
        try {
            return Json.read(document.body().text().getBytes(StandardCharsets.UTF_8), LogEntries.class)
                    .entries()
                    .stream()
                    .map(LogEntries.Entry::message);
        } catch (IOException noJson) {
            throw new IllegalStateException(noJson);
        }
    }

    /** Looks again whenever a segment was sealed, and four times a second. */
    private void await(BooleanSupplier condition) {
        var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        try {
            while (!condition.getAsBoolean()) {
                assertThat(System.nanoTime()).as("in time").isLessThan(end);
                bell.tryAcquire(250, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
