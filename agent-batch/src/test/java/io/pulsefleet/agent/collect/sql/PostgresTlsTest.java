package io.pulsefleet.agent.collect.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.jdbc.Dialect;
import io.pulsefleet.agent.collect.jdbc.Target;
import io.pulsefleet.agent.collect.jdbc.Tls;
import io.pulsefleet.embedded.Scratch;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With PostgreSQL servers that offer TLS, and that do not (PA-01). */
class PostgresTlsTest {

    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(10));
    private static final Window WINDOW =
            new Window(Instant.parse("2026-11-21T09:00:00Z"), Instant.parse("2026-11-21T10:00:00Z"));

    @TempDir
    Path folder;

    @Test
    void whereItIsOfferedAllBut_disable_useIt() throws Exception {
        var own = SelfSigned.in(folder);
        try (var server = start(Map.of(
                "ssl", "on",
                "ssl_cert_file", own.certificate().toString(),
                "ssl_key_file", own.key().toString()))) {
            assertThat(isEncrypted(server, Tls.DISABLE)).isEqualTo("false");
            assertThat(isEncrypted(server, Tls.PREFER)).isEqualTo("true");
            assertThat(isEncrypted(server, Tls.REQUIRE)).isEqualTo("true");
        }
    }

    @Test
    void whereItIsNotOffered_prefer_doesWithoutAnd_require_isAFailure() throws Exception {
        try (var server = start(Map.of())) {
            assertThat(isEncrypted(server, Tls.DISABLE)).isEqualTo("false");
            assertThat(isEncrypted(server, Tls.PREFER)).isEqualTo("false");
            assertThat(isEncrypted(server, Tls.REQUIRE)).isEqualTo("The server does not support SSL.");
        }
    }

    /** What the server says of our connection; or why there is none. */
    private static String isEncrypted(Scratch server, Tls tls) throws Exception {
        var target = new Target(
                "main",
                Dialect.POSTGRESQL,
                "127.0.0.1",
                server.port(),
                "postgres",
                Scratch.SUPERUSER,
                "",
                tls,
                Target.Origin.OWN_SETTINGS);
        var ssl = ReadOnlySql.of("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", Dialect.POSTGRESQL);
        try (var link = Link.open(target, LIMITS)) {
            return link.ask(ssl, WINDOW).orElseThrow().toString();
        } catch (SQLException nobody) {
            return nobody.getMessage();
        }
    }

    private Scratch start(Map<String, String> settings) throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        return Scratch.start(folder.resolve("server"), Path.of("target/programs"), Optional.empty(), port, settings);
    }
}
