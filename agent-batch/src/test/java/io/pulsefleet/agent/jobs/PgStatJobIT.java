package io.pulsefleet.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.schedule.Shifts;
import io.pulsefleet.agent.spool.Spool;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.MetricSet;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.Driver;

/** The job in Open Liberty, with two servers: one that is well, and one that accepts and never answers. PG-07, PG-12 */
@ArquillianTest
class PgStatJobIT {

    private static final String UP = "pulsefleet.collector.up";

    @Deployment
    static WebArchive agent() throws IOException {
        OnePostgres.start();
        acceptAndNeverAnswer();
        return AgentWar.of(org.postgresql.Driver.class, Driver.class);
    }

    /** The kernel accepts for it. It is not closed before this side of the road ends. */
    @SuppressWarnings("resource")
    private static void acceptAndNeverAnswer() throws IOException {
        var silent = new ServerSocket(Integer.getInteger("it.silent.port"), 50, InetAddress.getLoopbackAddress());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                silent.close();
            } catch (IOException notClosed) {
                throw new UncheckedIOException(notClosed);
            }
        }));
    }

    @Inject
    Shifts shifts;

    @Inject
    Spool spool;

    private final Semaphore bell = new Semaphore(0);

    @Test
    void oneThatHangsHoldsUpNoOther() {
        spool.onSealed(bell::release);
        var before = ups("silent").size();

        visit();
        assertThat(ups("silent")).as("it is still waited for").hasSize(before);
        await(() -> ups("silent").size() == before + 1);
        visit();
        await(() -> ups("silent").size() == before + 2);

        assertThat(ups("main")).containsOnly(1.0);
        assertThat(ups("silent")).containsOnly(0.0);
        assertThat(documents("postgresql.locks"))
                .isNotEmpty()
                .allMatch(one -> one.target().equals("main"));
        assertThat(documents("postgresql.server")).isNotEmpty();
    }

    /** That of the one that is well is over; that of the other may still be on its way. */
    private void visit() {
        var before = ups("main").size();
        await(this::visited);
        await(() -> ups("main").size() > before);
    }

    /** The shift may just begin. */
    private boolean visited() {
        try {
            shifts.visit("pg-stat");
            return true;
        } catch (NotNowException notYet) {
            return false;
        }
    }

    private static List<Double> ups(String target) {
        return OnDisk.shipments().stream()
                .flatMap(shipment -> shipment.frames().stream())
                .flatMap(frame -> up(target, frame).stream())
                .toList();
    }

    private static List<Double> up(String target, Frame frame) {
        var set = setOf(frame);
        if (!set.collector().equals("pg-stat") || !set.target().equals(target)) {
            return List.of();
        }
        for (int i = 0; i < set.positions().size(); i++) {
            if (set.positions().get(i).metric().equals(UP)) {
                return List.of(frame.values()[i]);
            }
        }
        return List.of();
    }

    private static MetricSet setOf(Frame frame) {
        try {
            return Json.read(
                    Files.readAllBytes(OnDisk.folder().resolve("sets").resolve(frame.set() + ".json")),
                    MetricSet.class);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<Document> documents(String kind) {
        return OnDisk.shipments().stream()
                .flatMap(shipment -> shipment.documents().stream())
                .filter(document -> document.kind().equals(kind))
                .toList();
    }

    /** Looks again whenever a segment was sealed, and four times a second. */
    private void await(BooleanSupplier condition) {
        var end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
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
