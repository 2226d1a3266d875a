package io.pulsefleet.agent.collect.postgres;

import static io.pulsefleet.wire.Metric.gauge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.NullNode;
import io.pulsefleet.agent.collect.Glance;
import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.jdbc.Target;
import io.pulsefleet.wire.Metric;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * One watched server: what is remembered of it from one visit to the next.
 *
 * <p>(1) Each part is asked at its own interval, less often while it is slow. (2) A part that fails has a named state, and
 * the others go on (PG-12). (3) One connection is kept; one that broke is opened anew, once a visit.
 */
final class Server {

    static final String CONNECTION = "connection";
    static final String RIGHTS = "rights";
    static final String VERSION = "version";
    static final String LOOKING = "looks between visits";
    static final String DOCUMENT = "postgresql.server";
    static final String DOCUMENT_MEANS =
            "The server's version, since when it runs, and each part that is not well with its state and a remedy.";

    static final Metric TOOK = gauge(
            "pulsefleet.postgresql.question.duration",
            "s",
            "How long the answer took: what watching costs the server, at the most.",
            "question");
    static final Metric NOT_WELL =
            gauge("pulsefleet.postgresql.parts.unwell", "{part}", "Parts that cannot be read; the document tells why.");

    private static final int OLDEST = 12;
    private static final Duration TELL_EVERY = Duration.ofMinutes(10);

    /** FREE --somebody comes--> IN_USE --and goes--> FREE; GONE for good, and whoever is in it last closes it. */
    private enum Use {
        FREE,
        IN_USE,
        GONE
    }

    private final AtomicReference<Use> use = new AtomicReference<>(Use.FREE);
    private volatile boolean visited;

    private final Target target;
    private final Guards guards;
    private final ActivityPart activity;
    private final Cluster cluster;
    private final List<Part> parts;
    private final LongSupplier nanos;
    private final States states;
    private final Map<String, Cadence> cadences = new HashMap<>();

    private Optional<Link> link = Optional.empty();
    private Optional<Hello> hello = Optional.empty();
    private Cadence telling = Cadence.of(TELL_EVERY);
    private Optional<Told> told = Optional.empty();
    private JsonNode extensions = NullNode.instance;

    /** The body of {@code postgresql.server}. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Told(
            String version,
            Integer major,
            Instant startedAt,
            Boolean inRecovery,
            String database,
            JsonNode extensions,
            List<States.State> states) {}

    /** @param others beside the activity */
    Server(
            Target target,
            Guards guards,
            Cluster cluster,
            ActivityPart activity,
            List<Part> others,
            States states,
            LongSupplier nanos) {
        this.target = target;
        this.cluster = cluster;
        this.guards = guards;
        this.activity = activity;
        this.parts = Stream.concat(Stream.of(activity), others.stream()).toList();
        this.nanos = nanos;
        this.states = states;
        cluster.join(target.name(), activity);
    }

    /** @throws UnreachableException when it is away; what is said of that is among the answers all the same */
    void visit(Answers answers) throws UnreachableException {
        if (!use.compareAndSet(Use.FREE, Use.IN_USE)) {
            throw new UnreachableException(target.name() + " is not watched any more, or otherwise", null);
        }
        try {
            ask(answers);
        } finally {
            visited = true;
            leave();
        }
    }

    private void ask(Answers answers) throws UnreachableException {
        try {
            var open = reach();
            cluster.isAway(target.name(), false);
            if (!cluster.isSpeaker(target.name())) {
                answers.tellOnly(target.database());
            }
            askAll(open, answers);
            answers.add(NOT_WELL.read(answers.at(), states.told().size()));
        } catch (SQLException away) {
            var trouble = Trouble.ofConnecting(away, target);
            close();
            cluster.isAway(target.name(), true);
            states.note(CONNECTION, trouble);
            throw new UnreachableException(trouble.why(), away);
        } finally {
            tell(answers);
        }
    }

    /** A look between visits, while the connection holds; one that breaks is for the next visit to tell. */
    Optional<Glance> glance(Instant at) {
        if (!use.compareAndSet(Use.FREE, Use.IN_USE)) {
            return Optional.empty();
        }
        try {
            return look(at);
        } finally {
            leave();
        }
    }

    Optional<Glance> glanceSpared() {
        return visited ? activity.glanceSpared(Instant.now()) : Optional.empty();
    }

    private void leave() {
        if (!use.compareAndSet(Use.IN_USE, Use.FREE)) {
            close();
        }
    }

    /** It is not to be watched any more, or not like this. */
    void retire() {
        cluster.leave(target.name(), activity);
        if (use.getAndSet(Use.GONE) == Use.FREE) {
            close();
        }
    }

    boolean isOf(Target other) {
        return target.equals(other);
    }

    boolean wasVisited() {
        return visited;
    }

    Optional<Hello> hello() {
        return hello;
    }

    States states() {
        return states;
    }

    private Optional<Glance> look(Instant at) {
        if (link.isEmpty() || hello.filter(now -> activity.isFor(now.version())).isEmpty()) {
            return Optional.empty();
        }
        try {
            var seen = activity.glance(link.get(), hello.get(), at);
            states.well(LOOKING);
            return Optional.of(seen);
        } catch (SQLException failed) {
            if (link.get().isLostBy(failed)) {
                close();
            } else {
                states.trouble(LOOKING, Trouble.of(failed, LOOKING, target));
            }
            return Optional.empty();
        }
    }

    private Link reach() throws SQLException {
        if (link.isPresent()) {
            try {
                hello = Optional.of(Hello.from(link.get()));
                return link.get();
            } catch (SQLException broken) {
                close();
            }
        }
        link = Optional.of(Link.open(target, guards));
        hello = Optional.of(Hello.from(link.get()));
        return link.get();
    }

    private void askAll(Link open, Answers answers) throws SQLException {
        var now = hello.orElseThrow();
        states.forget(CONNECTION);
        noteVersion(now);
        noteRights(now);
        for (var part : parts) {
            var cadence = cadences.computeIfAbsent(part.name(), none -> Cadence.of(part.every()));
            if (isAsked(part, now, answers) && cadence.isDue(answers.at())) {
                var begun = nanos.getAsLong();
                ask(part, open, answers);
                var took = Duration.ofNanos(nanos.getAsLong() - begun);
                cadences.put(part.name(), cadence.after(answers.at(), took));
                answers.add(TOOK.read(answers.at(), took.toNanos() / 1e9, part.name()));
            }
        }
    }

    private static boolean isAsked(Part part, Hello now, Answers answers) {
        return part.isFor(now.version()) && (answers.only().isEmpty() || !part.isToldOnce());
    }

    private void noteVersion(Hello now) {
        if (now.version() >= OLDEST) {
            states.well(VERSION);
        } else {
            states.trouble(
                    VERSION,
                    new Trouble(
                            PartState.UNSUPPORTED_VERSION,
                            "PostgreSQL " + now.fullVersion() + " is not asked anything: it must be " + OLDEST
                                    + " or newer"));
        }
    }

    private void noteRights(Hello now) {
        if (now.seesAll()) {
            states.well(RIGHTS);
        } else {
            states.trouble(
                    RIGHTS,
                    new Trouble(
                            PartState.NO_RIGHTS,
                            "what others do cannot be seen: run GRANT pg_read_all_stats TO "
                                    + Grants.quoted(target.user())));
        }
    }

    private void ask(Part part, Link open, Answers answers) throws SQLException {
        try {
            part.read(open, hello.orElseThrow(), answers);
            states.well(part.name());
        } catch (Part.UnavailableException known) {
            states.trouble(part.name(), known.trouble());
        } catch (SQLException failed) {
            if (open.isLostBy(failed)) {
                throw failed;
            }
            states.trouble(part.name(), Trouble.of(failed, part.name(), target));
        }
    }

    /** When it says something else than last time, and now and then. */
    private void tell(Answers answers) {
        answers.take(DOCUMENT).map(tables -> tables.get("extensions")).ifPresent(rows -> extensions = rows);
        var now = new Told(
                hello.map(Hello::fullVersion).orElse(null),
                hello.map(Hello::version).orElse(null),
                hello.map(Hello::startedAt).orElse(null),
                hello.map(Hello::inRecovery).orElse(null),
                target.database(),
                extensions,
                states.told());
        if (telling.isDue(answers.at()) || !told.equals(Optional.of(now))) {
            telling = telling.after(answers.at(), Duration.ZERO);
            told = Optional.of(now);
            answers.document(DOCUMENT, now);
        }
    }

    private void close() {
        link.ifPresent(Server::close);
        link = Optional.empty();
    }

    private static void close(Link open) {
        try {
            open.close();
        } catch (SQLException goneAnyway) {
            System.getLogger(Server.class.getName()).log(System.Logger.Level.DEBUG, "closing a connection", goneAnyway);
        }
    }
}
