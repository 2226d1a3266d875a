package io.pulsefleet.agent.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PU-12: what is asked, and what each answer means. With the real one it is tried where the package is installed. */
@Timeout(60)
class SupervisorTest {

    @TempDir
    Path folder;

    private Path socket;
    private ServerSocketChannel other;
    private CompletableFuture<String> asked;

    @BeforeEach
    void open() throws IOException {
        socket = folder.resolve("supervisor.sock");
        other = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
    }

    @AfterEach
    void close() throws IOException {
        other.close();
    }

    @Test
    void aUnitIsRestarted() throws Exception {
        answering("{\"outcome\":\"done\"}\n");

        assertThat(supervisor().restart("nginx.service")).isEqualTo(new Outcome.Done<>("nginx.service"));
        assertThat(asked.get()).isEqualTo("{\"request\":\"unit.restart\",\"unit\":\"nginx.service\"}\n");
    }

    @Test
    void aLogIsRead() throws Exception {
        answering("{\"outcome\":\"done\",\"file\":\"(dev=1,ino=2)\",\"size\":19,\"data\":\"Tm92\"}\n");

        var outcome = supervisor().readLog(Path.of("/var/log/auth.log"), 4, 3);

        assertThat(outcome)
                .isEqualTo(
                        new Outcome.Done<>(new LogPart("(dev=1,ino=2)", 19, ByteBuffer.wrap("Nov".getBytes(UTF_8)))));
        assertThat(asked.get())
                .isEqualTo("{\"request\":\"log.read\",\"path\":\"/var/log/auth.log\",\"offset\":4,\"limit\":3}\n");
    }

    @Test
    void anEchoIsSent() throws Exception {
        answering("{\"outcome\":\"done\",\"micros\":417}\n");

        assertThat(supervisor().ping(InetAddress.getLoopbackAddress(), Duration.ofMillis(250)))
                .isEqualTo(new Outcome.Done<>(Duration.ofNanos(417_000)));
        assertThat(asked.get()).isEqualTo("{\"request\":\"ping\",\"address\":\"127.0.0.1\",\"timeout_millis\":250}\n");
    }

    @Test
    void whatIsRefusedAndWhatFailsHaveTheirReasons() throws Exception {
        answering("{\"outcome\":\"refused\",\"reason\":\"not-allowed\",\"text\":\"no\"}\n");
        assertThat(supervisor().stop("a.service")).isEqualTo(new Outcome.Refused<>("not-allowed", "no"));

        answering("{\"outcome\":\"failed\",\"reason\":\"ended-badly\",\"text\":\"Unit a.service not found.\"}\n");
        var failed = supervisor().start("a.service");
        assertThat(failed).isEqualTo(new Outcome.Failed<>("ended-badly", "Unit a.service not found."));
        assertThat(failed.why()).contains("Unit a.service not found.");
    }

    @Test
    void nobodyThereIsAway() throws Exception {
        close();

        assertThat(supervisor().restart("a.service").why())
                .contains("the supervisor at " + socket
                        + " is away: Connection refused; does pulsefleet-supervisor.service run?");
    }

    @Test
    void whoDoesNotAnswerInTimeOrBreaksOffOrBabblesIsAway() throws Exception {
        assertThat(new Supervisor(socket, Duration.ofMillis(100))
                        .restart("a.service")
                        .why()
                        .orElseThrow())
                .as("nobody accepts")
                .contains("did not answer in time");
        other.accept().close();

        answering("{\"outcome\":");
        assertThat(supervisor().restart("a.service").why().orElseThrow()).contains("went away before its answer");

        answering("x".repeat(300_000));
        assertThat(supervisor().restart("a.service").why().orElseThrow()).contains("longer than 262144 bytes");

        answering("[]\n");
        assertThat(supervisor().restart("a.service")).isInstanceOf(Outcome.Away.class);
    }

    private Supervisor supervisor() {
        return new Supervisor(socket, Duration.ofSeconds(10));
    }

    /** Gives the next who asks this answer; what was asked. */
    private void answering(String answer) {
        asked = CompletableFuture.supplyAsync(() -> {
            try (var channel = other.accept()) {
                var bytes = ByteBuffer.allocate(4_096);
                while (bytes.position() == 0 || bytes.get(bytes.position() - 1) != '\n') {
                    channel.read(bytes);
                }
                for (var rest = ByteBuffer.wrap(answer.getBytes(UTF_8)); rest.hasRemaining(); ) {
                    channel.write(rest);
                }
                return UTF_8.decode(bytes.flip()).toString();
            } catch (IOException gone) {
                return gone.toString();
            }
        });
    }
}
