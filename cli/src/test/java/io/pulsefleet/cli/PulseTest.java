package io.pulsefleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a shell sees of {@code pulse} before any hub is asked. */
class PulseTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void eachCommandHasHelpAndThePageHasEachCommand() throws Exception {
        var page = Files.readString(Path.of("../docs/cli.md"));
        for (var command : Pulse.line(terminal("")).getSubcommands().keySet()) {
            assertThat(pulse("", command, "--help")).as(command).isZero();
            assertThat(page).contains("\n## pulse " + command + "\n");
        }
        for (var deed : Pulse.line(terminal(""))
                .getSubcommands()
                .get("schedule")
                .getSubcommands()
                .keySet()) {
            assertThat(pulse("", "schedule", deed, "--help")).as(deed).isZero();
            assertThat(page).contains("\npulse schedule " + deed + " ");
        }
        for (var exit : Exit.values()) {
            assertThat(page).contains("| %d | %s |".formatted(exit.code(), exit.meaning()));
        }
        assertThat(err).hasToString("");
    }

    @Test
    void whoHasNotSignedInIsToldHow() {
        assertThat(pulse("", "hosts")).isEqualTo(Exit.NOT_ALLOWED.code());

        assertThat(err).hasToString("pulse: nobody is signed in: pulse login URL\n");
    }

    @Test
    void aPasswordGoesOverHttpsOrToThisHost() {
        assertThat(pulse("secret\n", "login", "http://hub.example:9080", "--user", "ann", "--password-stdin"))
                .isEqualTo(Exit.WRONG.code());

        assertThat(err).hasToString("pulse: secrets go over HTTPS, or to this host itself: https://hub.example:9443\n");
    }

    @Test
    void anAddressBearsNoPassword() {
        assertThat(pulse("secret\n", "login", "https://ann:hidden@localhost:1", "--user", "ann", "--password-stdin"))
                .isEqualTo(Exit.WRONG.code());

        assertThat(err)
                .hasToString(
                        "pulse: an address bears no name and no password, which all users of a host see: --user, --password-stdin\n");
    }

    @Test
    void aHubThatIsAwayIsNamed() {
        assertThat(pulse("secret\n", "login", "http://localhost:1", "--user", "ann", "--password-stdin"))
                .isEqualTo(Exit.AWAY.code());

        assertThat(err.toString()).startsWith("pulse: the hub http://localhost:1 does not answer: ");
    }

    @Test
    void whatIsNoCommandIsToldWithTheUsage() {
        assertThat(pulse("", "hoosts")).isEqualTo(Exit.WRONG.code());

        assertThat(err.toString()).contains("Unmatched argument at index 0: 'hoosts'");
    }

    @Test
    void theScriptForShellsKnowsEachCommand() {
        assertThat(pulse("", "completion")).isZero();

        assertThat(out.toString()).contains("complete -F _complete_pulse", "login", "--no-wait", "restart");
    }

    @Test
    void aWordThatBeginsWithAnAtSignIsNoFileOfOptions() throws Exception {
        var file = Files.writeString(folder.resolve("options"), "--version");

        assertThat(pulse("", "@" + file)).isEqualTo(Exit.WRONG.code());
        assertThat(out).hasToString("");
    }

    @Test
    void columnsAreAsWideAsTheirWidestPart() {
        assertThat(Table.of(List.of("HOST", "STATE"), List.of(List.of("web-server-1", "online"), List.of("b", ""))))
                .containsExactly("HOST          STATE", "web-server-1  online", "b");
        assertThat(Table.of(List.of("HOST", "STATE"), List.of(List.of("\ud83d\ude80", "online"))))
                .containsExactly("HOST  STATE", "\ud83d\ude80     online");
    }

    @Test
    void anAnswerIsAnOutline() {
        assertThat(Outline.of(Json.of("{\"cpu\":{\"logical\":8},\"disks\":[\"/\",{\"at\":\"/var\",\"full\":0.5}]}")
                        .orElseThrow()))
                .containsExactly("cpu:", "  logical: 8", "disks:", "  - /", "  -", "    at: /var", "    full: 0.5");
    }

    @Test
    void whatHostsSayDoesNotSteerTheScreen() {
        terminal("").say("a\u001b[31mb\nc\td");

        assertThat(out).hasToString("a\u00b7[31mb\u00b7c\td\n");
    }

    private int pulse(String piped, String... arguments) {
        return Pulse.run(terminal(piped), arguments);
    }

    private Terminal terminal(String piped) {
        return new Terminal(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                new BufferedReader(new StringReader(piped)),
                Optional.empty(),
                Map.of("XDG_CONFIG_HOME", folder.toString()));
    }
}
