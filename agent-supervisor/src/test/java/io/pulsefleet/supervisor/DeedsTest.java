package io.pulsefleet.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PU-12: what programs are started with, and what is made of how they end. */
class DeedsTest {

    static final Update NO_UPDATE = new Update("/nowhere/systemd-run", Path.of("/nowhere"), Duration.ofSeconds(1));
    private static final AllowList NOTHING = AllowList.of(List.of());

    @TempDir
    Path folder;

    @Test
    void anEchoOfThisHostComesBack() throws Exception {
        var ping = Path.of("/usr/bin/ping");
        assumeTrue(Files.isExecutable(ping), "there is no ping here");

        var answer = deeds(Optional.of(ping.toString())).does(echo("127.0.0.1"), NOTHING);

        assertThat(answer.json()).matches("\\{\"outcome\":\"done\",\"micros\":\\d+}");
    }

    @Test
    void whatPingSaysIsUnderstood() throws Exception {
        assertThat(deeds(program("echo \"64 bytes from $9: icmp_seq=1 ttl=57 time=11.3 ms\""))
                        .does(echo("192.0.2.7"), NOTHING))
                .isEqualTo(Answer.done(java.util.Map.of("micros", 11_300L)));
        assertThat(deeds(program("test \"$*\" = '-6 -n -c 1 -W 1 -- 2001:db8:0:0:0:0:0:1' && exit 1; exit 3"))
                        .does(echo("2001:db8::1"), NOTHING))
                .isEqualTo(Answer.failed(Reason.NO_REPLY, "no echo came back from 2001:db8:0:0:0:0:0:1"));
        assertThat(deeds(program("echo 'connect: Network is unreachable'; exit 2"))
                        .does(echo("192.0.2.7"), NOTHING))
                .isEqualTo(Answer.failed(Reason.ENDED_BADLY, "connect: Network is unreachable"));
        assertThat(deeds(Optional.empty()).does(echo("192.0.2.7"), NOTHING))
                .isEqualTo(
                        Answer.failed(Reason.NO_PROGRAM, "there is no program ping; install iputils-ping or iputils"));
    }

    @Test
    void whatNeverEndsIsKilledWithAllThatItStarted() throws Exception {
        var mark = folder.resolve("mark");
        var systemctl = program("sleep 5 && touch " + mark).orElseThrow();
        var begun = System.nanoTime();

        var answer = new Deeds(systemctl, Optional.empty(), Duration.ofMillis(200), NO_UPDATE)
                .does(new Request.OfUnit(Request.OfUnit.Verb.STOP, "a.service"), NOTHING);

        assertThat(answer)
                .isEqualTo(Answer.failed(Reason.TIME_OUT, "systemd is still at it after 0 s, and goes on: a.service"));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
        assertThat(mark).doesNotExist();
    }

    @Test
    void whoeverSaysMuchIsHeardToABound() throws Exception {
        var much = program("i=0; while [ $i -lt 3000 ]; do echo 0123456789; i=$((i+1)); done; exit 4")
                .orElseThrow();

        var answer = new Deeds(much, Optional.empty(), Duration.ofSeconds(20), NO_UPDATE)
                .does(new Request.OfUnit(Request.OfUnit.Verb.STOP, "a.service"), NOTHING);

        assertThat((String) answer.fields().get("text"))
                .startsWith("0123456789")
                .hasSizeBetween(1_000, 4_096);
    }

    private static Request echo(String address) {
        return new Request.OfEcho(Request.OfEcho.address(address), 1_000);
    }

    private static Deeds deeds(Optional<String> ping) {
        return new Deeds("/nowhere/systemctl", ping, Duration.ofSeconds(1), NO_UPDATE);
    }

    private Optional<String> program(String script) throws Exception {
        var program = Files.writeString(folder.resolve("program" + System.nanoTime()), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return Optional.of(program.toString());
    }
}
