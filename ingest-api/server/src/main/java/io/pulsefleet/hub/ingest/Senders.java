package io.pulsefleet.hub.ingest;

import io.pulsefleet.hub.DatabaseIsBack;
import io.pulsefleet.hub.Recent;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.commit.Answers;
import io.pulsefleet.hub.commit.Groups;
import io.pulsefleet.hub.commit.Parcel;
import io.pulsefleet.store.fleet.Beat;
import io.pulsefleet.store.fleet.Senders.Sender;
import io.pulsefleet.store.fleet.Spool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Senders that are not ours stand in the fleet as agents do; each message is a heartbeat. */
@ApplicationScoped
public class Senders {

    /** What stands where our agents tell their version. */
    static final String NO_VERSION = "-";

    private static final int MOST = 10_000;

    private final Recent<UUID, Known> remembered = new Recent<>(MOST);

    private record Known(Sender sender, int number) {}

    @Inject
    io.pulsefleet.store.fleet.Senders stored;

    @Inject
    Groups groups;

    void forgetAll(@Observes DatabaseIsBack event) {
        remembered.forgetAll();
    }

    /** As whom it ships. */
    Caller.Agent asAgent(Sender sender) {
        var known =
                remembered.find(sender.id()).filter(before -> before.sender().equals(sender));
        var number = known.isPresent() ? known.get().number() : stored.know(sender);
        remembered.put(sender.id(), new Known(sender, number));
        return new Caller.Agent(sender.id(), number);
    }

    /**
     * The stage ends when it is stored.
     *
     * @param trouble what hinders it, by its own words
     */
    CompletionStage<Boolean> beat(Caller.Agent agent, String from, Optional<String> trouble) {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var beat = new Beat(
                agent.number(),
                now,
                now,
                NO_VERSION,
                NO_VERSION,
                trouble.stream().toList(),
                Spool.EMPTY,
                from);
        return groups.offer(Parcel.ofBeat(beat, Optional.empty())).thenApply(Answers::isTaken);
    }

    static List<String> addresses(String from) {
        return List.of(from);
    }
}
