package io.pulsefleet.agent.collect.postgres;

import io.pulsefleet.agent.collect.jdbc.Target;
import io.pulsefleet.agent.collect.jdbc.Tls;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * What the databases of one server share that are watched as the same role. Most of what a server tells is the same from
 * each of them: who is connected, what statements cost, what it writes.
 *
 * <p>(1) At one moment such a question is asked once, by whoever comes first, over its own connection; the others take the
 * answer. (2) One of them, the speaker, tells of the server as a whole; each other of its own database, and the server's
 * numbers. (3) Where the speaker is away the next one speaks. (4) A target that is alone at its server notices none of this.
 */
final class Cluster {

    /** Where it is, and who asks. */
    record Address(String host, int port, String user, String password, Tls tls) {

        static Address of(Target target) {
            return new Address(target.host(), target.port(), target.user(), target.password(), target.tls());
        }

        /** Never shows the password. */
        @Override
        public String toString() {
            return user + "@" + host + ":" + port;
        }
    }

    /** Asks over the connection of whoever came first. */
    interface Asking<T> {
        T ask() throws SQLException;
    }

    private record Asked(Instant at, List<QuestionPart.Row> rows) {}

    /** Held while somebody asks; the cluster's own lock never is. */
    private final Object asking = new Object();

    private final LongSupplier nanos;
    private final StatementCosts costs;
    private final Map<String, ActivityPart> watching = new LinkedHashMap<>();
    private final Set<String> away = new HashSet<>();
    private final Map<String, Asked> rows = new HashMap<>();
    private List<String> order = List.of();

    private Optional<Sessions> seen = Optional.empty();
    private String seenBy = "";
    private long seenAtNanos;

    Cluster(StatementTexts texts, LongSupplier nanos) {
        this.costs = new StatementCosts(texts);
        this.nanos = nanos;
    }

    StatementCosts costs() {
        return costs;
    }

    /** Their names, in the order in which they are asked to speak. */
    synchronized void areWatched(List<String> targets) {
        order = List.copyOf(targets);
        away.retainAll(targets);
    }

    synchronized void join(String target, ActivityPart activity) {
        watching.put(target, activity);
    }

    void leave(String target, ActivityPart activity) {
        synchronized (this) {
            if (!watching.remove(target, activity)) {
                return; // another has its place
            }
        }
        costs.forget(target);
    }

    synchronized void isAway(String target, boolean isIt) {
        if (isIt) {
            away.add(target);
        } else {
            away.remove(target);
        }
    }

    synchronized boolean hasNeighbours() {
        return watching.size() > 1;
    }

    synchronized boolean isSpeaker(String target) {
        return !hasNeighbours()
                || order.stream()
                        .filter(one -> !away.contains(one))
                        .findFirst()
                        .map(target::equals)
                        .orElse(true);
    }

    /** The rows of a question about the server, as they are at this moment. */
    List<QuestionPart.Row> rows(String question, Instant at, Asking<List<QuestionPart.Row>> server)
            throws SQLException {
        if (!hasNeighbours()) {
            return server.ask();
        }
        synchronized (asking) {
            var asked = rows.get(question);
            if (asked == null || !asked.at().equals(at)) {
                asked = new Asked(at, server.ask());
                rows.put(question, asked);
            }
            return asked.rows();
        }
    }

    /** Whether somebody else looked who is connected, at this very moment. */
    synchronized boolean wasSeen(String notBy, Instant at) {
        return isSeenByAnother(notBy)
                && seen.filter(last -> last.at().equals(at)).isPresent();
    }

    /** Whether somebody else looked who is connected, not longer ago than this. */
    synchronized boolean wasSeenWithin(String notBy, Duration time) {
        return isSeenByAnother(notBy) && nanos.getAsLong() - seenAtNanos < time.toNanos();
    }

    private boolean isSeenByAnother(String target) {
        return hasNeighbours() && seen.isPresent() && !seenBy.equals(target);
    }

    /**
     * Looks who is connected, and shows it to all who watch.
     *
     * @param needless asked once it is this one's turn: another may have looked meanwhile
     */
    void look(String target, BooleanSupplier needless, Asking<Sessions> server) throws SQLException {
        synchronized (asking) {
            if (needless.getAsBoolean()) {
                return;
            }
            var now = server.ask();
            for (var part : noted(target, now)) {
                part.saw(now);
            }
        }
    }

    private synchronized List<ActivityPart> noted(String target, Sessions now) {
        seen = Optional.of(now);
        seenBy = target;
        seenAtNanos = nanos.getAsLong();
        return List.copyOf(watching.values());
    }
}
