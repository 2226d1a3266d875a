package io.pulsefleet.agent.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.uptime.LeaseAnswer;
import io.pulsefleet.wire.uptime.PlannedMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** UO-06: what a prober knows of its lease, also after a restart without a hub. */
class KeptLeaseTest {

    private static final PlannedMonitor MONITOR = new PlannedMonitor(
            3,
            4,
            "Shop",
            "http",
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            null,
            new RawJson("{\"url\":\"https://shop.example/\"}"),
            Map.of("token", "s3cret"));
    private static final KeptLease LEASE = new KeptLease("fra-1", 7, 12, List.of(MONITOR));

    @Test
    void monitorsThatDidNotChangeAreNotSentAgain() {
        assertThat(KeptLease.from("fra-1", held(7, 12, null), LEASE)).isEqualTo(LEASE);
        assertThat(KeptLease.from("fra-1", held(8, 12, null), LEASE))
                .isEqualTo(new KeptLease("fra-1", 8, 12, List.of(MONITOR)));
        assertThat(KeptLease.from("fra-1", held(8, 13, List.of()), LEASE))
                .isEqualTo(new KeptLease("fra-1", 8, 13, List.of()));
    }

    @Test
    void monitorsOfARevisionThatIsNotHereAreAskedForAgain() {
        assertThat(KeptLease.from("fra-1", held(7, 13, null), LEASE)).isNull();
        assertThat(KeptLease.from("fra-1", held(7, 12, null), null)).isNull();
    }

    @Test
    void itIsThereAfterARestartForItsOwnerAndItsDatacenterOnly(@TempDir Path folder) throws IOException {
        var file = new LeaseFile(folder.resolve("agent").resolve("uptime-lease.json"));
        assertThat(file.read("fra-1")).isEmpty();

        file.write(LEASE);

        assertThat(file.read("fra-1")).contains(LEASE);
        assertThat(file.read("ber-1")).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        assertThat(LEASE.toString()).doesNotContain("s3cret").isEqualTo("KeptLease[fra-1 7, plan 12]");

        Files.writeString(file.path(), "{\"datacenter\":");
        assertThat(file.read("fra-1")).isEmpty();
        file.remove();
        assertThat(file.path()).doesNotExist();
    }

    private static LeaseAnswer held(long number, long plan, List<PlannedMonitor> monitors) {
        return new LeaseAnswer(
                Instant.EPOCH, LeaseAnswer.State.HELD, number, Duration.ofSeconds(10), "me", plan, monitors);
    }
}
