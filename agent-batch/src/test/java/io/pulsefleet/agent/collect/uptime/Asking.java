package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.agent.supervisor.Supervisor;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.uptime.Heartbeat;
import io.pulsefleet.wire.uptime.PlannedMonitor;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Probes as the engine does, with all that belongs to it. */
final class Asking implements AutoCloseable {

    private static final Instant NOW = Instant.parse("2026-11-22T10:15:00Z");

    private final Deadlines deadlines = new Deadlines();
    private final Probes probes = new Probes(deadlines, System::nanoTime);
    private final List<Prober> probers;

    /** @param server that is asked for names; null: none */
    Asking(InetSocketAddress server) {
        this(new NameServers(server == null ? List.of() : List.of(server), List.of("test"), 1, 2_000, 5));
    }

    static Asking of(NameServers servers) {
        return new Asking(servers);
    }

    private Asking(NameServers servers) {
        var resolver = new Resolver(() -> servers, Path.of("/nowhere/hosts"));
        probers = List.of(
                new HttpProber(resolver),
                new TcpProber(resolver),
                new TlsProber(resolver),
                new DnsProber(resolver),
                new PingProber(
                        resolver,
                        PingProber.meansOfThisHost(),
                        new Supervisor(Path.of("/nowhere/supervisor.sock"), Duration.ofSeconds(1))));
    }

    Heartbeat ask(String kind, String check) {
        return ask(kind, check, Duration.ofSeconds(5));
    }

    Heartbeat ask(String kind, String check, Duration timeout) {
        return ask(kind, check, timeout, Map.of());
    }

    Heartbeat ask(String kind, String check, Duration timeout, Map<String, String> secrets) {
        var planned = new PlannedMonitor(
                1, 1, "it", kind, Duration.ofSeconds(30), timeout, null, new RawJson(check), secrets);
        return probes.probe(Monitor.of(planned, probers), NOW, NOW);
    }

    /** {@code UP 200}, {@code DOWN RESET: why} */
    static String shown(Heartbeat seen) {
        return seen.status()
                + (seen.code() == null ? "" : " " + seen.code())
                + (seen.error() == null ? "" : " " + seen.error() + ": " + seen.message());
    }

    @Override
    public void close() {
        deadlines.close();
    }
}
