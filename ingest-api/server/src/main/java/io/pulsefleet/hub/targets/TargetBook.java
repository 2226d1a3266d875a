package io.pulsefleet.hub.targets;

import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.http.Seen;
import io.pulsefleet.store.fleet.Agents;
import io.pulsefleet.store.targets.Sealed;
import io.pulsefleet.store.targets.Target;
import io.pulsefleet.store.targets.Targets;
import io.pulsefleet.store.targets.Targets.Removed;
import io.pulsefleet.store.targets.Targets.ToldOf;
import io.pulsefleet.wire.PlannedDatabase;
import io.pulsefleet.wire.TakenDatabases;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Adds, changes and removes the databases that agents are to watch. */
@ApplicationScoped
public class TargetBook {

    private static final Logger LOG = System.getLogger(TargetBook.class.getName());
    private static final int MOST = 10_000;

    /** For so long lists know that one was removed. */
    private static final Duration REMEMBERED = Duration.ofDays(31);

    @Inject
    Targets stored;

    @Inject
    Agents agents;

    @Inject
    Passwords passwords;

    @Inject
    Deliveries deliveries;

    /** By name. */
    public List<TargetView> all() {
        return stored.all().stream().map(this::view).toList();
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    TargetView get(UUID id) {
        return view(find(id));
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    Target find(UUID id) {
        return stored.all().stream()
                .filter(target -> target.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problems.notFound("There is no database " + id + " that the hub has watched."));
    }

    /** Those of the last 31 days. */
    public List<Removed> removed() {
        return stored.removedSince(Instant.now().minus(REMEMBERED));
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong, 409 when the name is taken */
    TargetView add(Form given, String by) {
        var form = given.filled();
        form.complaints().end();
        checkAgent(form.agent());
        var all = stored.all();
        refuseTooMany(all, form.agent());
        var id = UUID.randomUUID();
        var password = passwords.seal(id, form.where(), form.password() == null ? "" : form.password());
        if (!stored.add(target(id, form, password, 0, by))) {
            throw clash(form);
        }
        LOG.log(Level.INFO, "{0} had agent {1} watch the database ''{2}''.", by, form.agent(), form.name());
        deliveries.refresh();
        return get(id);
    }

    private void refuseTooMany(List<Target> all, UUID agent) {
        var ofAgent =
                all.stream().filter(target -> target.agent().equals(agent)).count();
        if (ofAgent >= PlannedDatabase.MOST || all.size() >= MOST) {
            throw Problems.conflict(
                    "There are %,d databases at this agent and %,d in all; %,d and %,d are the most. Remove some."
                            .formatted(ofAgent, all.size(), PlannedDatabase.MOST, MOST));
        }
    }

    /**
     * @param still is given what is there, and throws where that is another than the caller has seen
     * @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong, 404, 409 when the name is taken
     */
    TargetView change(UUID id, Form given, String by, Seen.Still still) {
        var before = find(id);
        still.is(before.changedBy(), before.changedAt());
        var form = given.over(before);
        form.complaints().end();
        form.refuseToSendElsewhere(before);
        if (!form.agent().equals(before.agent())) {
            checkAgent(form.agent());
            refuseTooMany(stored.all(), form.agent());
        }
        var password = form.password() == null ? before.password() : passwords.seal(id, form.where(), form.password());
        switch (stored.change(target(id, form, password, before.revision(), by))) {
            case DONE -> LOG.log(Level.INFO, "{0} changed the database ''{1}''.", by, form.name());
            case CLASH -> throw clash(form);
            case GONE ->
                throw Problems.conflict("Somebody else changed or removed it at the same time; look at it again.");
        }
        deliveries.refresh();
        return get(id);
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    void remove(UUID id, String by) {
        var now = now();
        if (!stored.remove(id, now, by, now.minus(REMEMBERED))) {
            throw Problems.notFound("There is no database " + id + " that the hub has watched.");
        }
        LOG.log(Level.INFO, "{0} had the database {1} watched no more.", by, id);
        deliveries.refresh();
    }

    /** Notes what an agent makes of those that are for it. */
    void told(UUID agent, TakenDatabases taken) {
        var now = now();
        stored.told(
                agent,
                taken.databases().stream()
                        .map(one ->
                                new ToldOf(one.id(), new Target.Told(one.revision(), one.state(), one.detail(), now)))
                        .toList());
    }

    void checkAgent(UUID id) {
        var agent = agents.find(id).orElseThrow(() -> Problems.badField("agent", "there is no agent " + id));
        if (!agent.kind().equals("agent")) {
            throw Problems.badField("agent", "'" + agent.hostname() + "' is a sender and no agent; it watches nothing");
        }
    }

    private TargetView view(Target target) {
        return TargetView.of(target, passwords.open(target.id(), target.where(), target.password()));
    }

    private static RuntimeException clash(Form form) {
        return Problems.conflict("This agent watches a database '" + form.name()
                + "' already because the hub says so; give this one another name, or change that one.");
    }

    private static Target target(UUID id, Form form, Optional<Sealed> password, long revision, String by) {
        return new Target(
                id,
                form.agent(),
                form.name(),
                form.where(),
                password,
                form.statistics(),
                form.queries(),
                form.logFiles() == null || form.logFiles().isEmpty() ? null : form.logFiles(),
                revision,
                now(),
                by,
                Optional.empty());
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
