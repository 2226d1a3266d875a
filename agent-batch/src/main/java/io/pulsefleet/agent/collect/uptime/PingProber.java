package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.agent.collect.command.Command;
import io.pulsefleet.agent.supervisor.Outcome;
import io.pulsefleet.agent.supervisor.Supervisor;
import io.pulsefleet.wire.uptime.Answer;
import io.pulsefleet.wire.uptime.Check;
import io.pulsefleet.wire.uptime.CheckKind;
import io.pulsefleet.wire.uptime.ErrorClass;
import io.pulsefleet.wire.uptime.PingCheck;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Sends echoes, by an ICMP socket where this process has the right to one, else by the system's {@code ping}, and where that
 * one may not either, by the supervisor; the heartbeat says which. Java itself would go on without the right and knock at a TCP port, which is no ping: so it is looked at
 * first.
 */
final class PingProber implements Prober {

    private static final int CAP_NET_RAW = 13;
    private static final int MOST_SAID = 8_192;
    private static final Pattern TIME = Pattern.compile("time[=<]([0-9.]+) ?ms");
    private static final Pattern CAPABILITIES = Pattern.compile("(?m)^CapEff:\\s*([0-9a-fA-F]{1,16})$");
    private static final List<Path> PROGRAMS =
            List.of(Path.of("/usr/bin/ping"), Path.of("/bin/ping"), Path.of("/usr/sbin/ping"), Path.of("/sbin/ping"));

    enum Means {
        ICMP("by an ICMP socket"),
        PROGRAM("by the program ping"),
        SUPERVISOR("by the supervisor"),
        NONE("");

        private final String inWords;

        Means(String inWords) {
            this.inWords = inWords;
        }
    }

    private final Resolver resolver;
    private final Means means;
    private final Supervisor supervisor;

    PingProber(Resolver resolver, Means means, Supervisor supervisor) {
        this.resolver = resolver;
        this.means = means;
        this.supervisor = supervisor;
    }

    static Means meansOfThisHost() {
        try {
            if (mayOpenRawSockets(Files.readString(Path.of("/proc/self/status")))) {
                return Means.ICMP;
            }
        } catch (IOException noLinux) {
            // the program is known everywhere
        }
        return PROGRAMS.stream().anyMatch(Files::isExecutable) ? Means.PROGRAM : Means.NONE;
    }

    static boolean mayOpenRawSockets(String status) {
        var found = CAPABILITIES.matcher(status);
        return found.find() && (Long.parseUnsignedLong(found.group(1), 16) >> CAP_NET_RAW & 1) == 1;
    }

    @Override
    public CheckKind kind() {
        return CheckKind.PING;
    }

    @Override
    public Answer probe(Check check, Attempt attempt) throws IOException {
        var asked = (PingCheck) check;
        var by = means == Means.NONE && supervisor.isThere() ? Means.SUPERVISOR : means;
        if (by == Means.NONE) {
            throw new ProbeFailedException(
                    ErrorClass.NO_RIGHTS,
                    "this agent may open no ICMP socket and finds no program ping; install iputils-ping, or give it"
                            + " CAP_NET_RAW");
        }
        var target = resolver.addresses(asked.host(), asked.family(), attempt).get(0);
        attempt.address = target.getHostAddress();
        var count = asked.countSent();
        attempt.watch.enter(Stopwatch.Phase.FIRST_BYTE);
        var times = new ArrayList<Long>();
        for (int i = 0; i < count && !attempt.isOver(); i++) {
            var most = Math.max(1, attempt.millisLeft() / (count - i));
            var seen = by == Means.PROGRAM ? byProgram(target, most) : new Seen(false, nanos(by, target, most));
            if (seen.mayNot() && supervisor.isThere()) {
                by = Means.SUPERVISOR;
                seen = new Seen(false, bySupervisor(target, most));
            }
            if (seen.nanos().isPresent()) {
                times.add((long) seen.nanos().getAsDouble());
            }
        }
        var average = (long) times.stream().mapToLong(Long::longValue).average().orElse(0);
        attempt.text = times.size() + " of " + count + " echoes came back, " + by.inWords;
        if (times.isEmpty()) {
            throw new ProbeFailedException(
                    ErrorClass.NO_REPLY,
                    "no echo of " + count + " came back from " + attempt.address + ", " + by.inWords);
        }
        attempt.watch.measured(Stopwatch.Phase.FIRST_BYTE, average);
        return Answer.ofEchoes(100.0 * (count - times.size()) / count, attempt.phases());
    }

    private OptionalDouble nanos(Means by, InetAddress target, int millis) throws IOException {
        return by == Means.SUPERVISOR ? bySupervisor(target, millis) : echo(target, millis);
    }

    private OptionalDouble bySupervisor(InetAddress target, int millis) throws ProbeFailedException {
        var outcome = supervisor.ping(target, Duration.ofMillis(millis));
        if (outcome instanceof Outcome.Done<Duration> done) {
            return OptionalDouble.of((double) done.answer().toNanos());
        }
        if (outcome instanceof Outcome.Failed<Duration> failed
                && failed.reason().equals("no-reply")) {
            return OptionalDouble.empty();
        }
        throw new ProbeFailedException(
                ErrorClass.NO_RIGHTS,
                "this agent may not send echoes itself, and " + outcome.why().orElseThrow());
    }

    private static OptionalDouble echo(InetAddress target, int millis) throws IOException {
        var begun = System.nanoTime();
        return target.isReachable(millis)
                ? OptionalDouble.of((double) (System.nanoTime() - begun))
                : OptionalDouble.empty();
    }

    /** @param mayNot whether the program could not even send; it has no right to, or there is no way there */
    private record Seen(boolean mayNot, OptionalDouble nanos) {}

    private static Seen byProgram(InetAddress target, int millis) throws IOException {
        var seconds = String.valueOf(Math.max(1, (millis + 999) / 1_000));
        var words = List.of(
                "ping",
                target instanceof Inet6Address ? "-6" : "-4",
                "-n",
                "-c",
                "1",
                "-W",
                seconds,
                target.getHostAddress());
        var said = new Command(words, Map.of("LC_ALL", "C"), Duration.ofMillis(millis), MOST_SAID).run();
        var mayNot = said.end() == Command.End.ENDED && said.exitCode() > 1;
        return new Seen(mayNot, said.isWell() ? nanosIn(said.output()) : OptionalDouble.empty());
    }

    /** Of what the program says: {@code 64 bytes from 192.0.2.7: icmp_seq=1 ttl=57 time=11.3 ms}. */
    static OptionalDouble nanosIn(String said) {
        var time = TIME.matcher(said);
        return time.find() ? OptionalDouble.of(Double.parseDouble(time.group(1)) * 1e6) : OptionalDouble.empty();
    }
}
