package io.pulsefleet.agent.databases;

import io.pulsefleet.agent.collect.jdbc.Claim;
import io.pulsefleet.agent.collect.jdbc.Delivered;
import io.pulsefleet.agent.fleet.Identity;
import io.pulsefleet.agent.hub.Hub;
import io.pulsefleet.agent.hub.Reply;
import io.pulsefleet.wire.HeartbeatAnswer;
import io.pulsefleet.wire.PlannedDatabase;
import io.pulsefleet.wire.TakenDatabases;
import io.pulsefleet.wire.TakenDatabases.Taken;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells the hub what became of the databases that it delivers: whenever that is another answer, and now and then. */
@ApplicationScoped
public class Reports {

    static final String WATCHED = "watched";

    /** For a hub that lost what it was told. */
    private static final Duration AGAIN_AFTER = Duration.ofMinutes(10);

    @Inject
    Delivered delivered;

    @Inject
    @Any
    Instance<Claim> found;

    @Inject
    Hub hub;

    @Inject
    Identity identity;

    private List<Claim> claims = List.of();
    private Optional<Told> told = Optional.empty();

    private record Told(TakenDatabases what, long atNanos) {}

    @PostConstruct
    void gather() {
        claims = found.stream().toList();
    }

    /** An answer says that the hub can be reached. */
    void report(@Observes HeartbeatAnswer answer) {
        var now = new TakenDatabases(taken(delivered.all(), claims));
        if (isToldAlready(now)) {
            return;
        }
        var said = Reply.to(() -> hub.taken(identity.agent(), identity.bearer(), now));
        switch (said.outcome()) {
            case TAKEN, KNOWN, REFUSED -> told = Optional.of(new Told(now, System.nanoTime()));
            case UNAUTHORIZED, UNKNOWN_SETS, AWAY -> {} // the next answer is the next try
        }
    }

    private boolean isToldAlready(TakenDatabases now) {
        return told.map(before -> before.what().equals(now)
                        && (now.databases().isEmpty() || System.nanoTime() - before.atNanos() < AGAIN_AFTER.toNanos()))
                .orElse(now.databases().isEmpty());
    }

    static List<Taken> taken(List<PlannedDatabase> databases, List<Claim> claims) {
        return databases.stream().map(database -> taken(database, claims)).toList();
    }

    private static Taken taken(PlannedDatabase database, List<Claim> claims) {
        var refusals = claims.stream()
                .filter(claim -> claim.isWanted(database))
                .flatMap(claim -> claim.refusal(database).stream())
                .toList();
        return new Taken(
                database.id(),
                database.revision(),
                refusals.stream().map(Claim.Refusal::state).findFirst().orElse(WATCHED),
                refusals.stream().map(Claim.Refusal::detail).collect(Collectors.joining("; ")));
    }
}
