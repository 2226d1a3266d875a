package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.agent.collect.jdbc.SingleRead;
import io.pulsefleet.agent.supervisor.Supervisor;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.Document;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The prober of this agent; made when somebody first asks for it. */
@ApplicationScoped
public class Probing {

    @Inject
    Settings settings;

    @Inject
    SingleRead reads;

    @Inject
    Supervisor supervisor;

    private final HubClock clock = new HubClock();
    private final Outbox outbox = new Outbox(UUID.randomUUID().toString());
    private Optional<Engine> engine = Optional.empty();

    public HubClock clock() {
        return clock;
    }

    public synchronized Engine engine() {
        if (engine.isEmpty()) {
            engine = Optional.of(make(clock, outbox));
        }
        return engine.get();
    }

    private Engine make(HubClock time, Outbox into) {
        var resolver = Resolver.of(settings.find(UptimeConfig.NAME_SERVERS).orElse(List.of()));
        return new Engine(
                time,
                into,
                List.of(
                        new HttpProber(resolver),
                        new TcpProber(resolver),
                        new PingProber(resolver, PingProber.meansOfThisHost(), supervisor),
                        new DnsProber(resolver),
                        new TlsProber(resolver),
                        new QueryProber(resolver, reads)),
                settings.get(UptimeConfig.AT_ONCE));
    }

    /** After {@link Engine#rest}: waits for probes under way, not for ever, and gives what no visit has taken. */
    public List<Document> leftOver(Duration longest) {
        engine().awaitIdle(longest);
        return outbox.leftOver(clock.now());
    }

    Outbox outbox() {
        return outbox;
    }

    @PreDestroy
    synchronized void end() {
        engine.ifPresent(Engine::close);
    }
}
