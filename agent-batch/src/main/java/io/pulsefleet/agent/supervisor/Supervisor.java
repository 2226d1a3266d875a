package io.pulsefleet.agent.supervisor;

import io.pulsefleet.agent.supervisor.Outcome.Away;
import io.pulsefleet.agent.supervisor.Outcome.Done;
import io.pulsefleet.agent.supervisor.Outcome.Failed;
import io.pulsefleet.agent.supervisor.Outcome.Refused;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Has done what this agent may not do itself (PU-12). Each call waits, no longer than the setting says. */
@ApplicationScoped
public class Supervisor {

    /** For it to start a program and to answer. */
    private static final Duration ON_TOP = Duration.ofSeconds(3);

    /** To read a part of a file; whoever reads on has other files, too. */
    private static final Duration TO_READ = Duration.ofSeconds(10);

    private Path socket;
    private Duration timeout;
    private Path update;

    Supervisor() {} // for the proxy

    @Inject
    Supervisor(Settings settings) {
        this(settings.get(SupervisorConfig.SOCKET), settings.get(SupervisorConfig.TIMEOUT));
        update = settings.get(SupervisorConfig.UPDATE);
    }

    public Supervisor(Path socket, Duration timeout) {
        this.socket = socket;
        this.timeout = timeout;
    }

    record Asked(
            String request,
            String unit,
            String path,
            Long offset,
            Integer limit,
            String address,
            Long timeout_millis,
            String sha256,
            String id) {

        static Asked ofUnit(String request, String unit) {
            return new Asked(request, unit, null, null, null, null, null, null, null);
        }
    }

    record Answered(
            String outcome,
            String reason,
            String text,
            String file,
            Long size,
            ByteBuffer data,
            Long micros,
            String to) {}

    /** Whether one is on this host; what it permits is another question. */
    public boolean isThere() {
        return Files.exists(socket);
    }

    /** @return the unit, once systemd says that it runs */
    public Outcome<String> start(String unit) {
        return ask(Asked.ofUnit("unit.start", unit), timeout, done -> unit);
    }

    public Outcome<String> stop(String unit) {
        return ask(Asked.ofUnit("unit.stop", unit), timeout, done -> unit);
    }

    public Outcome<String> restart(String unit) {
        return ask(Asked.ofUnit("unit.restart", unit), timeout, done -> unit);
    }

    /** @param limit at most 65,536 bytes */
    public Outcome<LogPart> readLog(Path path, long offset, int limit) {
        return ask(
                new Asked("log.read", null, path.toString(), offset, limit, null, null, null, null),
                timeout.compareTo(TO_READ) < 0 ? timeout : TO_READ,
                done -> new LogPart(done.file(), done.size(), done.data()));
    }

    /**
     * Begins an update of this agent, which ends it.
     *
     * @param id under which what comes of it is found
     * @return the version that is installed now
     */
    public Outcome<String> update(Path path, String sha256, UUID id, boolean mayBeOlder) {
        var request = mayBeOlder ? "update.downgrade" : "update.install";
        return ask(
                new Asked(request, null, path.toString(), null, null, null, null, sha256, id.toString()),
                timeout,
                Answered::to);
    }

    /**
     * What came of an update, or how far it is; empty when another came after it, or none did.
     *
     * @throws IOException when that cannot be read
     */
    public Optional<UpdateOutcome> updateOutcome(UUID id) throws IOException {
        try {
            return Optional.of(UpdateOutcome.of(Files.readAllLines(update))).filter(outcome -> outcome.isOf(id));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** @return how long the echo took */
    public Outcome<Duration> ping(InetAddress address, Duration longest) {
        return ask(
                new Asked("ping", null, null, null, null, address.getHostAddress(), longest.toMillis(), null, null),
                longest.plus(ON_TOP),
                done -> Duration.ofNanos(done.micros() * 1_000));
    }

    private <T> Outcome<T> ask(Asked asked, Duration longest, Function<Answered, T> what) {
        Answered answered;
        try {
            answered = Json.read(Conversation.hold(socket, Json.bytes(asked), longest), Answered.class);
        } catch (IOException away) {
            return new Away<>("the supervisor at " + socket + " is away: " + away.getMessage()
                    + "; does pulsefleet-supervisor.service run?");
        }
        return switch (String.valueOf(answered.outcome())) {
            case "done" -> new Done<>(what.apply(answered));
            case "refused" -> new Refused<>(answered.reason(), answered.text());
            case "failed" -> new Failed<>(answered.reason(), answered.text());
            default -> new Away<>("the supervisor at " + socket + " answers what nobody knows: " + answered.outcome());
        };
    }
}
