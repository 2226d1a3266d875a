package io.pulsefleet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes of a hub's answers, and of those of something else (SP-13). */
class HubTest {

    @TempDir
    Path folder;

    private SomeHub hub;
    private Shell shell;

    @BeforeEach
    void start() throws Exception {
        hub = new SomeHub();
        shell = new Shell(folder).at(hub.address());
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @ParameterizedTest
    @CsvSource({
        "302, AWAY", "400, WRONG", "401, NOT_ALLOWED", "403, NOT_ALLOWED", "404, NOT_THERE", "408, AWAY", "409, FAILED",
        "412, FAILED", "413, WRONG", "422, WRONG", "428, WRONG", "429, AWAY", "500, AWAY", "503, AWAY"
    })
    void whyItSaysNoIsTheExitCode(int status, Exit exit) {
        hub.answers(
                "GET agents", status, "{\"title\":\"No\",\"status\":%d,\"detail\":\"It is so.\"}".formatted(status));

        assertThat(shell.pulse("hosts")).isEqualTo(exit.code());
        assertThat(shell.remarked())
                .isEqualTo("pulse: It is so." + (status == 401 ? " Sign in: pulse login " + hub.address() : "")
                        + System.lineSeparator());
    }

    @ParameterizedTest
    @CsvSource({"200", "302", "401", "404", "502"})
    void whatIsNoHubIsToldApart(int status) {
        hub.answers("GET agents", status, "<html>Welcome to the network of this hotel</html>");

        assertThat(shell.pulse("hosts")).isEqualTo(Exit.AWAY.code());
        assertThat(shell.remarked())
                .isEqualTo(
                        "pulse: %s answered %d, and not as a PulseFleet hub does%n".formatted(hub.address(), status));
    }

    @Test
    void anAnswerThatDoesNotEndIsGivenUp() {
        hub.answers("GET agents", 200, "[" + " ".repeat(65 << 20));

        assertThat(shell.pulse("hosts")).isEqualTo(Exit.AWAY.code());
        assertThat(shell.remarked()).contains(hub.address() + " answers without end: is it a PulseFleet hub?");
    }

    /** Before, {@code pulse tail} gave up where a hub was started anew. */
    @Test
    void aHubThatGoesAwayInAHandshakeIsAwayAndNotAnother() throws Exception {
        try (var door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var closing =
                    new Thread(() -> assertThatCode(() -> door.accept().close()).doesNotThrowAnyException());
            closing.start();
            shell.at(URI.create("https://localhost:" + door.getLocalPort()));

            assertThat(shell.pulse("hosts")).isEqualTo(Exit.AWAY.code());
            assertThat(shell.remarked()).contains(" does not answer: ");
            closing.join();
        }
    }

    @Test
    void theSessionBeforeEndsWithTheNext() {
        hub.answers("POST session", 200, "{\"user\":\"bob\"}").answers("DELETE session", 204, "");
        var signingIn = new String[] {"login", hub.address().toString(), "--user", "bob", "--password-stdin"};

        assertThat(shell.piped("secret\n", signingIn)).isZero();
        assertThat(hub.asked()).hasSize(2).last().isEqualTo("DELETE session pulse_session=one");
        assertThat(Account.read(shell.kept()).secret()).isEqualTo("pulse_session=two");

        hub.answers("DELETE session", 503, "{\"title\":\"Not now\"}");
        assertThat(shell.piped("secret\n", signingIn)).isZero();
        assertThat(shell.remarked()).contains("the session before ends by itself: Not now (503)");
    }

    @Test
    void whoSaysNothingWhenAskedDoesNotSignIn() {
        var person = new Terminal.Person() {
            @Override
            public String line(String question) {
                return null; // Ctrl-D
            }

            @Override
            public char[] secret(String question) {
                return null;
            }
        };

        assertThat(shell.by(person, "login", hub.address().toString())).isEqualTo(Exit.WRONG.code());
        assertThat(shell.remarked()).contains("who signs in?");
        assertThat(shell.by(person, "login", hub.address().toString(), "--user", "ann"))
                .isEqualTo(Exit.WRONG.code());
        assertThat(shell.remarked()).contains("there is nobody to ask for the password");
        assertThat(hub.asked()).isEmpty();
    }

    @Test
    void whatNobodyReadsIsNotSaidOn() {
        hub.answers("GET agents", 200, "{\"agents\":[{\"hostname\":\"web-1\"}]}");

        assertThat(shell.into(new Closed(), "hosts")).isEqualTo(Exit.FAILED.code());
        assertThat(shell.remarked()).contains("the answer cannot be written: nobody reads it any more");
    }

    private static final class Closed extends Writer {

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            throw new IOException("Broken pipe");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void noHubSteersTheScreen() {
        hub.answers("GET agents", 200, "{\"agents\":[{\"hostname\":\"w\\u001b[2Je\\u009b2Jb\\u202e-\\n1\"}]}")
                .answers("GET configuration", 200, "a: 1\nb: \u001b[2J\u009b2J\n");

        assertThat(shell.pulse("hosts")).isZero();
        assertThat(shell.said()).contains("\nw\u00b7[2Je\u00b72Jb\u00b7-\u00b71 ");
        assertThat(shell.pulse("hosts", "--json")).isZero();
        assertThat(shell.said()).isEqualTo("{\"agents\":[{\"hostname\":\"w\\u001B[2Je\\u009b2Jb\\u202e-\\n1\"}]}\n");
        assertThat(shell.pulse("export")).isZero();
        assertThat(shell.said()).isEqualTo("a: 1\nb: \u00b7[2J\u00b72J\n");
    }
}
