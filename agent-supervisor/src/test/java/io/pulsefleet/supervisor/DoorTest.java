package io.pulsefleet.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PU-12, over a real socket; what stands for systemctl writes down what it was asked. */
@Timeout(300)
class DoorTest {

    private static final String RESTART = "{\"request\":\"unit.restart\",\"unit\":\"nginx.service\"}\n";
    private static final Duration PATIENCE = Duration.ofMillis(400);

    /** {@code -Dfuzz=100000} for as many as the issue wants. */
    private static final int GARBLED = Integer.getInteger("fuzz", 3_000);

    @TempDir
    Path temporary;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Path folder;
    private Path socket;
    private Path done;
    private Door door;
    private Thread serving;

    @BeforeEach
    void open() throws Exception {
        folder = temporary.toRealPath();
        socket = folder.resolve("supervisor.sock");
        done = Files.createFile(folder.resolve("done"));
        permit("unit.restart nginx.service\nunit.restart slow.service\nunit.restart none.service\nlog.read " + folder
                + "/*.log\n");
        openFor(me());
    }

    private void openFor(UserPrincipal worker) throws Exception {
        var systemctl = Files.writeString(folder.resolve("systemctl"), """
                #!/bin/sh
                echo "$@ [$PATH]" >> %s
                case $4 in slow*) sleep 0.3 ;; none*) echo "Unit $4 not found."; exit 5 ;; esac
                """.formatted(done));
        Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwx------"));
        var out = new PrintStream(said, true, UTF_8);
        var clock = Clock.fixed(Instant.parse("2026-11-22T16:00:00Z"), ZoneOffset.UTC);
        var list = new AllowFile(
                folder.resolve("supervisor.allow"), (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        var deeds = new Deeds(systemctl.toString(), Optional.empty(), Duration.ofSeconds(30), DeedsTest.NO_UPDATE);
        door = new Door(socket, worker, list, deeds, new Journal(out, clock), PATIENCE);
        serving = new Thread(() -> {
            try {
                door.serve();
            } catch (IOException | InterruptedException fault) {
                throw new IllegalStateException(fault);
            }
        });
        serving.start();
    }

    @AfterEach
    void close() throws Exception {
        door.close();
        serving.join();
    }

    @Test
    void whatIsPermittedIsDoneAndLogged() throws Exception {
        assertThat(ask(RESTART)).isEqualTo("{\"outcome\":\"done\"}\n");

        assertThat(Files.readString(done))
                .isEqualTo("--no-ask-password restart -- nginx.service [/usr/sbin:/usr/bin:/sbin:/bin]\n");
        assertThat(log())
                .matches(
                        "\\{\"time\":\"2026-11-22T16:00:00Z\",\"level\":\"INFO\",\"component\":\"supervisor\","
                                + "\"msg\":\"unit.restart nginx.service: done\",\"user\":\"" + me().getName() + "\","
                                + "\"request\":\"unit.restart\",\"about\":\"nginx.service\",\"outcome\":\"done\",\"millis\":\\d+}\n");
    }

    @Test
    void whatIsNotPermittedIsRefusedUntilTheHostPermitsIt() throws Exception {
        var stop = "{\"request\":\"unit.stop\",\"unit\":\"nginx.service\"}\n";
        assertThat(ask(stop))
                .isEqualTo("{\"outcome\":\"refused\",\"reason\":\"not-allowed\",\"text\":\"" + folder
                        + "/supervisor.allow does not permit unit.stop nginx.service\"}\n");
        assertThat(log())
                .contains("\"level\":\"WARNING\"")
                .contains("\"outcome\":\"refused\"")
                .contains("\"reason\":\"not-allowed\"");

        permit("unit.stop nginx.service\n");
        assertThat(ask(stop)).contains("done");
        assertThat(ask(RESTART)).contains("not-allowed");
    }

    @Test
    void whatSystemdSaysIsSaid() throws Exception {
        assertThat(ask(RESTART.replace("nginx", "none")))
                .isEqualTo(
                        "{\"outcome\":\"failed\",\"reason\":\"no-such-unit\",\"text\":\"Unit none.service not found.\"}\n");
    }

    @Test
    void anotherUserIsRefusedUnread() throws Exception {
        close();
        openFor(FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));

        assertThat(ask(RESTART))
                .isEqualTo("{\"outcome\":\"refused\",\"reason\":\"other-user\",\"text\":\"the user " + me().getName()
                        + " may ask nothing here, but only nobody\"}\n");
        assertThat(Files.readString(done)).isEmpty();
        assertThat(log()).contains("other-user");
    }

    @Test
    void whatIsHugeOrGarbledOrNeverEndsIsRefused() throws Exception {
        assertThat(ask("{\"request\":\"" + "x".repeat(10_000))).contains("\"too-long\"");
        assertThat(ask(RESTART + RESTART)).contains("nothing behind it");
        assertThat(Ask.ask(socket, new byte[] {'"', (byte) 0xff, '\n'})).contains("no text in UTF-8");
        assertThat(ask("{\"request\":")).as("it waits for more").contains("\"too-slow\"");
        assertThat(Files.readString(done)).isEmpty();
    }

    @Test
    void whoGoesAwayInTheMiddleHarmsNobody() throws Exception {
        for (int i = 0; i < 20; i++) {
            SocketChannel.open(UnixDomainSocketAddress.of(socket)).close();
        }

        assertThat(ask(RESTART)).contains("done");
    }

    @Test
    void whoSaysNothingHoldsUpNobodyForLong() throws Exception {
        var silent = new ArrayList<SocketChannel>();
        for (int i = 0; i < 3 * Door.MOST_AT_ONCE; i++) {
            silent.add(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        }

        assertThat(ask(RESTART)).contains("done");
        for (var each : silent) {
            assertThat(new String(Channels.newInputStream(each).readAllBytes(), UTF_8))
                    .contains("too-slow");
            each.close();
        }
    }

    @Test
    void manyAtOnceAreAllServed() throws Exception {
        var askers = Executors.newFixedThreadPool(24);
        var answers = new ArrayList<Future<String>>();
        for (int i = 0; i < 24; i++) {
            answers.add(askers.submit(() -> ask(RESTART.replace("nginx", "slow"))));
        }
        for (var answer : answers) {
            assertThat(answer.get()).isEqualTo("{\"outcome\":\"done\"}\n");
        }
        askers.shutdown();
        assertThat(Files.readAllLines(done)).hasSize(24);
    }

    @Test
    void aSecondSupervisorDoesNotTakeTheSocketAndALeftOverOneIsReplaced() throws Exception {
        assertThatThrownBy(() -> openFor(me())).hasMessageContaining("another supervisor listens there");

        close();
        Files.createFile(socket);
        openFor(me());
        assertThat(ask(RESTART)).contains("done");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-rw----");
    }

    /** Requests with bytes changed, left out and doubled: nothing is done but what is permitted, and nothing is left open. */
    @Test
    void whatIsGarbledGainsNothing() throws Exception {
        Files.writeString(folder.resolve("a.log"), "a line");
        var good = new String[] {
            RESTART,
            "{\"request\":\"log.read\",\"path\":\"" + folder + "/a.log\",\"offset\":0,\"limit\":6}\n",
            "{\"request\":\"unit.stop\",\"unit\":\"sshd.service\"}\n",
            "{\"request\":\"ping\",\"address\":\"127.0.0.1\"}\n"
        };
        var random = new Random(7);
        ask(RESTART);
        var open = openFiles();
        for (int i = 0; i < GARBLED; i++) {
            var bytes = garble(good[random.nextInt(good.length)].getBytes(UTF_8), random);
            var answer = Ask.ask(socket, bytes);
            assertThat(answer)
                    .as(() -> new String(bytes, UTF_8))
                    .startsWith("{\"outcome\":\"")
                    .endsWith("}\n")
                    .doesNotContain("\"fault\"");
        }

        assertThat(Files.readAllLines(done))
                .containsOnly("--no-ask-password restart -- nginx.service [/usr/sbin:/usr/bin:/sbin:/bin]");
        assertThat(openFiles()).isLessThanOrEqualTo(open + 2 * Door.MOST_AT_ONCE);
        assertThat(ask(RESTART)).contains("done");
    }

    static byte[] garble(byte[] good, Random random) {
        var bytes = good.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            var at = random.nextInt(bytes.length - 1);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) "{}[]\":,\\/.-@*% \0".charAt(random.nextInt(16));
                case 2 -> bytes[at] = bytes[random.nextInt(bytes.length)];
                default -> System.arraycopy(bytes, at, bytes, at / 2, bytes.length - 1 - at);
            }
        }
        bytes[bytes.length - 1] = '\n';
        return bytes;
    }

    private static int openFiles() throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return (int) all.count();
        }
    }

    private void permit(String lines) throws IOException {
        var list = Files.writeString(folder.resolve("supervisor.allow"), lines);
        Files.setPosixFilePermissions(list, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private String ask(String line) throws IOException {
        return Ask.ask(socket, line.getBytes(UTF_8));
    }

    private String log() {
        return said.toString(UTF_8);
    }

    private static UserPrincipal me() throws IOException {
        return Files.getOwner(Path.of("/proc/self"));
    }
}
