package io.pulsefleet.hub.attention;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.hub.attention.Concern.Severity;
import io.pulsefleet.hub.query.FullSoon.FileSystem;
import io.pulsefleet.store.fleet.Named;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttentionTest {

    private static final Named HOST = new Named(7, UUID.randomUUID(), "db-1");

    @ParameterizedTest
    @CsvSource({
        "0.6, 20, CRITICAL, '60.0 % full, wholly in about 20 h if it goes on so'",
        "0.8, 47, WARNING, '80.0 % full, wholly in about 47 h if it goes on so'",
        "0.8, 120, WARNING, '80.0 % full, wholly in about 5 days if it goes on so'",
        "0.985, 120, CRITICAL, '98.5 % full, wholly in about 5 days if it goes on so'"
    })
    void aFileSystemThatFillsTellsWhen(double used, long hours, Severity severity, String detail) {
        var told = Attention.fileSystem(new FileSystem(7, "/var", used, Optional.of(Duration.ofHours(hours))), HOST);

        assertThat(told.severity()).isEqualTo(severity);
        assertThat(told.detail()).isEqualTo(detail);
        assertThat(told.trouble()).isEqualTo("filling");
        assertThat(told.name()).isEqualTo("/var on db-1");
        assertThat(told.address()).isEqualTo("#/hosts/" + HOST.id());
    }

    @Test
    void oneThatIsFullAndStaysSoIsNoLessFull() {
        var told = Attention.fileSystem(new FileSystem(7, "/", 0.96, Optional.empty()), HOST);

        assertThat(told.severity()).isEqualTo(Severity.WARNING);
        assertThat(told.trouble()).isEqualTo("full");
        assertThat(told.detail()).isEqualTo("96.0 % full");
    }
}
