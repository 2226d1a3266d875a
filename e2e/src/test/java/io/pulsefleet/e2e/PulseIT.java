package io.pulsefleet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** {@code pulse} as a user runs it, against a hub with one agent (SP-13). */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PulseIT {

    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final DateTimeFormatter SYSLOG =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private static final Path PULSE = Path.of(System.getProperty("pulse.build"), "cli/target/pulse");

    private static Stack stack;
    private static HubClient hub;
    private static Path folder;
    private static String host;

    /** @param said on standard output */
    private record Ended(int code, String said, String remarked) {}

    @BeforeAll
    static void start() throws Exception {
        folder = Shared.emptyFolder("pulse");
        stack = Stack.beside(folder.resolve("stack"), new HashMap<>(Shared.QUICK));
        stack.start();
        hub = new HubClient(stack.hubAddress(), stack.adminPassword());
        hub.awaitFirstReading(LONGEST);
        var agent = hub.onlyAgent().orElseThrow();
        host = agent.get("hostname").asText();
        Await.until(
                "The agent is not connected",
                LONGEST,
                () -> hub.get("/api/v1/agents/" + agent.get("id").asText() + "/commands/registry")
                        .get("connected")
                        .asBoolean());
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @BeforeEach
    void signedIn() throws Exception {
        assertThat(piped(
                        stack.adminPassword(),
                        "login",
                        stack.hubAddress().toString(),
                        "--user",
                        "admin",
                        "--password-stdin"))
                .isEqualTo(new Ended(0, "Signed in at " + stack.hubAddress() + " as admin.\n", ""));
    }

    @Test
    @Order(1)
    void whatIsKeptIsReadByNobodyElseAndGoesAtSignOut() throws Exception {
        var kept = folder.resolve("config/pulsefleet/hub.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(kept)).doesNotContain(stack.adminPassword());
        var before = Files.readAllBytes(kept);

        assertThat(pulse("logout").said()).isEqualTo("Signed out.\n");
        assertThat(kept).doesNotExist();
        assertThat(pulse("hosts").code()).isEqualTo(3);

        Files.write(
                Files.createFile(
                        kept, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
                before);
        assertThat(pulse("hosts").remarked())
                .as("the session has ended at the hub, too")
                .contains("pulse login http");
    }

    @Test
    @Order(2)
    void aHubWithAnAuthorityOfItsOwnIsKnownByItsFingerprint() throws Exception {
        var authority = hub.get("/api/v1/authority");
        var address = "https://localhost:" + stack.config().httpsPort();
        var as = List.of("login", address, "--user", "admin", "--password-stdin");

        assertThat(piped(stack.adminPassword(), with(as)).remarked())
                .contains(address + " cannot prove that it is your hub", "--fingerprint sha256:");
        var another = piped(stack.adminPassword(), with(as, "--fingerprint", "sha256:" + "0".repeat(64)));
        assertThat(another.code()).isEqualTo(3);
        assertThat(another.remarked()).contains("is not the hub of this fingerprint");

        assertThat(piped(
                                stack.adminPassword(),
                                with(
                                        as,
                                        "--fingerprint",
                                        authority.get("fingerprint").asText()))
                        .code())
                .isZero();
        assertThat(pulse("hosts").said()).contains(host);

        var pem = Files.writeString(
                folder.resolve("authority.pem"), authority.get("certificate").asText());
        assertThat(piped(stack.adminPassword(), with(as, "--ca", pem.toString()))
                        .code())
                .isZero();
        assertThat(pulse("hosts").said()).contains(host);
    }

    @Test
    @Order(3)
    void hostsAndJobsAreTablesOrJson() throws Exception {
        assertThat(pulse("hosts").said()).startsWith("HOST").contains(host + " ", " online ", " open ");
        assertThat(JSON.readTree(pulse("hosts", "--json").said())
                        .at("/agents/0/hostname")
                        .asText())
                .isEqualTo(host);

        assertThat(pulse("jobs", "--job", "system", "--state", "started").said())
                .contains("HOST", host + " ", " system ", " STARTED ")
                .hasLineCount(2);
        assertThat(pulse("schedule", "cron 30 2 * * *; zone Europe/Berlin", "--limit", "3")
                        .said())
                .hasLineCount(3)
                .containsPattern("T0[01]:30:00Z");
        assertThat(pulse("schedule", "zone Berlin").remarked()).contains("'zone Berlin' names no time zone");
        assertThat(pulse("jobs", "--host", "nobody").said()).hasLineCount(1);
        var wrong = pulse("jobs", "--state", "dreaming");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.remarked()).contains("state: must be of [FAILED");
    }

    @Test
    @Order(4)
    void aCommandIsAskedAndItsOutcomeIsTheExitCode() throws Exception {
        var snapshot = pulse("run", host, "host.snapshot");
        assertThat(snapshot.code()).as(snapshot.remarked()).isZero();
        assertThat(snapshot.said()).contains("load");
        assertThat(pulse("run", host).said()).contains("agent.logs", "lines", "operator");

        var lines = pulse("run", host, "agent.logs", "lines=5", "--json");
        assertThat(JSON.readTree(lines.said()).at("/state").asText()).isEqualTo("succeeded");
        assertThat(JSON.readTree(lines.said()).at("/answer/lines")).hasSizeLessThanOrEqualTo(5);

        var failed = pulse("run", host, "job.stop", "job=nonsense");
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.remarked()).contains("pulse: job.stop on " + host + ": ");
        assertThat(pulse("run", "nowhere", "host.snapshot"))
                .isEqualTo(new Ended(4, "", "pulse: there is no host nowhere; see pulse hosts\n"));
        assertThat(pulse("run", host, "host.snap").remarked()).contains("knows no command host.snap");
    }

    @Test
    @Order(5)
    void aJobIsStoppedAndStarted() throws Exception {
        assertThat(pulse("job", "stop", host, "system").code()).isZero();
        Await.until(
                "it is not stopped",
                LONGEST,
                () -> pulse("jobs", "--job", "system").said().contains("STOPPED"));

        assertThat(pulse("job", "start", host, "system").code()).isZero();
        Await.until(
                "it is not started",
                LONGEST,
                () -> pulse("jobs", "--job", "system").said().contains("STARTED"));
    }

    @Test
    @Order(6)
    void linesAndEventsAreFollowed() throws Exception {
        assertThat(followed(
                        () -> write("plain.log", "a line for pulse " + Instant.now()),
                        "tail",
                        "--host",
                        host,
                        "--text",
                        "for pulse",
                        "-n",
                        "1"))
                .contains(host + " ", "plain.log ", "a line for pulse ")
                .hasLineCount(1);
        assertThat(followed(
                        () -> write(
                                "auth.log",
                                "%s host sshd[4711]: Failed password for root from 198.51.100.7 port 4711 ssh2"
                                        .formatted(SYSLOG.format(Instant.now()))),
                        "tail",
                        "--events",
                        "--type",
                        "login.*",
                        "-n",
                        "1",
                        "--json"))
                .contains("\"type\":\"login.failed\"", "198.51.100.7");
    }

    /** What it says, while something happens again and again once it follows. */
    private static String followed(Happening happening, String... arguments) throws Exception {
        var tail = start(arguments);
        Await.until(
                "it does not follow",
                LONGEST,
                () -> Files.readString(folder.resolve("err")).contains("following"));
        Await.until("nothing comes", LONGEST, () -> {
            happening.happens();
            return !tail.isAlive();
        });
        assertThat(tail.exitValue()).isZero();
        return Files.readString(folder.resolve("out"));
    }

    private interface Happening {
        void happens() throws IOException;
    }

    private static void write(String file, String line) throws IOException {
        Files.writeString(
                stack.logs().resolve(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Or it would go on for ever, as each of its writes would be lost. */
    @Test
    @Order(6)
    void whatNobodyReadsAnyMoreEnds() throws Exception {
        var tail = shell("set -o pipefail; pulse tail --text 'for a pipe' | head -n 1");
        Await.until(
                "it does not follow",
                LONGEST,
                () -> Files.readString(folder.resolve("err")).contains("following"));
        Await.until("it does not end", LONGEST, () -> {
            write("plain.log", "a line for a pipe " + Instant.now());
            return !tail.isAlive();
        });
        assertThat(tail.exitValue()).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("err"))).contains("nobody reads it any more");

        assertThat(shell("pulse export > /dev/full").waitFor()).isEqualTo(1);
        assertThat(shell("printf 'a: B\\374ro' | pulse apply -f -").waitFor()).isEqualTo(2);
        assertThat(Files.readString(folder.resolve("err"))).contains("it is no text in UTF-8");
    }

    @Test
    @Order(6)
    void whoSignsInAgainEndsTheSessionBefore() throws Exception {
        var mine = new ArrayList<String>();
        hub.get("/api/v1/session/all").get("sessions").forEach(session -> {
            if (session.get("user_agent").asText().equals("pulse")) {
                mine.add(session.get("id").asText());
            }
        });

        assertThat(mine).hasSize(1);
    }

    @Test
    @Order(7)
    void aJobsScheduleIsSetPausedAndClearedAgain() throws Exception {
        assertThat(pulse("schedule", "set", "processes", "zone UTC", "--fleet", "--reason", "a test", "--at-once"))
                .isEqualTo(
                        new Ended(0, "~ pulse.processes.schedule: not set -> zone UTC\nHosts that change: 1.\n", ""));
        assertThat(pulse("schedule", "pause", "processes", "--host", host, "--dry-run")
                        .said())
                .isEqualTo("""
                        ~ pulse.processes.schedule: not set -> zone UTC; paused
                        Hosts that would change: 1; nothing was changed.
                        """);
        assertThat(pulse("schedule").said())
                .containsPattern("processes +fleet +zone UTC +\\S+ +20")
                .hasLineCount(2);

        assertThat(pulse("schedule", "pause", "processes", "--host", host, "--reason", "a test", "--at-once")
                        .code())
                .isZero();
        assertThat(pulse("schedule").said()).containsPattern("processes +host " + host + " +zone UTC; paused +\\S+ +-");
        assertThat(pulse("schedule", "resume", "processes", "--host", host, "--reason", "a test", "--at-once")
                        .said())
                .contains("zone UTC; paused -> not set");
        assertThat(pulse("schedule", "clear", "processes", "--fleet", "--reason", "a test", "--at-once")
                        .said())
                .contains("zone UTC -> not set");
        assertThat(pulse("schedule").said()).hasLineCount(1);
        assertThat(pulse("schedule", "set", "processes", "zone Berlin", "--fleet", "--dry-run"))
                .satisfies(wrong -> assertThat(wrong.code()).isEqualTo(2))
                .satisfies(wrong -> assertThat(wrong.remarked()).contains("'zone Berlin' names no time zone"));
    }

    @Test
    @Order(7)
    void whoShowsAnApiKeyMayDoWhatTheKeyMay() throws Exception {
        var key = hub.post("/api/v1/api-keys", "{\"name\":\"a script\",\"role\":\"viewer\"}")
                .get("key")
                .asText();
        var file = Files.writeString(folder.resolve("key"), key + "\n");

        assertThat(pulse("login", stack.hubAddress().toString(), "--token-file", file.toString())
                        .code())
                .isZero();
        assertThat(pulse("hosts").code()).isZero();
        var refused = pulse("job", "stop", host, "system");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.remarked()).contains("job.stop may be asked by the role operator");
        assertThat(piped("pulse_wrong", "login", stack.hubAddress().toString(), "--token-stdin")
                        .code())
                .isEqualTo(3);
    }

    @Test
    @Order(8)
    void whatIsExportedIsAppliedWithoutADifference() throws Exception {
        var file = Files.writeString(folder.resolve("fleet.yaml"), """
                hosts:
                  - host: %s
                    group: web
                    tags: {env: prod}
                settings:
                  global:
                    processes.every: 20s
                uptime:
                  monitors:
                    - name: shop
                      kind: tcp
                      check: {host: 127.0.0.1, port: 1}
                """.formatted(host));
        var changes =
                "~ host %s (group, tags)\n+ settings global (pulse.processes.every)\n+ monitor shop\n".formatted(host);
        assertThat(pulse("apply", "-f", file.toString(), "--dry-run"))
                .isEqualTo(new Ended(0, changes + "3 would change; nothing was changed.\n", ""));
        assertThat(pulse("apply", "-f", file.toString())).isEqualTo(new Ended(0, changes + "3 changed.\n", ""));

        var exported = pulse("export").said();
        assertThat(exported).contains("group: web", "pulse.processes.every: 20s", "- name: shop");
        assertThat(piped(exported, "apply", "-f", "-", "--prune", "--dry-run").said())
                .isEqualTo("No difference.\n");

        var wrong = piped(
                exported.replace("port: 1", "port: many").replace("pulse.processes.every", "pulse.processes.evry"),
                "apply",
                "-f",
                "-");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.remarked())
                .containsPattern("line \\d+: (uptime\\.)?monitors\\[0\\].check.port: ")
                .contains("processes.evry");
        assertThat(pulse("export").said()).isEqualTo(exported);
    }

    @Test
    @Order(9)
    void aShellTakesTheScriptForCompletion() throws Exception {
        var script = Files.writeString(
                folder.resolve("completion"), pulse("completion").said());
        var bash = new ProcessBuilder("bash", "-c", "source " + script + " && complete -p pulse && bash -n " + script)
                .redirectErrorStream(true)
                .start();

        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("complete -o default -F _complete_pulse pulse\n");
        assertThat(bash.waitFor()).isZero();
    }

    @Test
    @Order(10)
    void aHubThatIsAwayIsToldApart() throws Exception {
        stack.hub().stop();

        var away = pulse("hosts");
        assertThat(away.code()).isEqualTo(5);
        assertThat(away.remarked()).contains("the hub " + stack.hubAddress() + " does not answer");
    }

    private static String[] with(List<String> arguments, String... more) {
        var all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static Ended pulse(String... arguments) throws IOException {
        return piped("", arguments);
    }

    private static Ended piped(String text, String... arguments) throws IOException {
        var process = start(arguments);
        try (var in = process.outputWriter()) {
            in.write(text);
        } catch (IOException readNothing) {
            assertThat(readNothing).hasMessageContaining("pipe");
        }
        process.onExit().join();
        return new Ended(
                process.exitValue(), Files.readString(folder.resolve("out")), Files.readString(folder.resolve("err")));
    }

    private static Process start(String... arguments) throws IOException {
        var line = new ArrayList<String>();
        line.add(PULSE.toString());
        line.addAll(List.of(arguments));
        return process(line);
    }

    private static Process shell(String script) throws IOException {
        return process(List.of("bash", "-c", "pulse() { '%s' \"$@\"; }; %s".formatted(PULSE, script)));
    }

    private static Process process(List<String> line) throws IOException {
        var process = new ProcessBuilder(line)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        process.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        return process.start();
    }
}
