package io.pulsefleet.e2e.fleet;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Compares what the agents know with what the database has.
 *
 * <p>Each acknowledged visit must be stored once, none twice, and none that was never sealed; the values of some agents are
 * compared to the bit with what the seed says.
 */
public final class Audit {

    private static final int MOST_LINES = 30;

    private final List<SimulatedAgent> agents;
    private final Shape shape;
    private final Totals totals;
    private final List<String> complaints = new ArrayList<>();

    Audit(List<SimulatedAgent> agents, Shape shape, Totals totals) {
        this.agents = agents;
        this.shape = shape;
        this.totals = totals;
    }

    /** @param complaints empty: all is well */
    public record Verdict(
            long sealedVisits, long acknowledged, long stored, long comparedValues, List<String> complaints) {

        public boolean isGood() {
            return complaints.isEmpty();
        }

        @Override
        public String toString() {
            var sums = "sealed %d, acknowledged %d, stored %d, %d values compared to the bit"
                    .formatted(sealedVisits, acknowledged, stored, comparedValues);
            return isGood()
                    ? "GOOD: nothing lost, nothing doubled: " + sums
                    : "BAD: " + sums + "\n  " + String.join("\n  ", complaints);
        }
    }

    Verdict compare(StoredBooks books, int sampled) {
        try {
            totals.examples().forEach(this::complain);
            var frames = books.frames();
            compareCounts(frames, books.receipts());
            books.doubled().forEach(this::complain);
            return new Verdict(
                    agents.stream().mapToLong(SimulatedAgent::visits).sum(),
                    agents.stream()
                            .mapToLong(SimulatedAgent::acknowledgedVisits)
                            .sum(),
                    ours(frames),
                    compareValues(books, sampled),
                    complaints);
        } catch (SQLException broken) {
            throw new IllegalStateException("The database cannot be asked: " + broken.getMessage(), broken);
        }
    }

    private long ours(Map<UUID, Long> counts) {
        return agents.stream()
                .mapToLong(agent -> counts.getOrDefault(agent.credentials().id(), 0L))
                .sum();
    }

    private void compareCounts(Map<UUID, Long> frames, Map<UUID, Long> receipts) {
        for (var agent : agents) {
            var id = agent.credentials().id();
            compare(agent, "frames", frames.getOrDefault(id, 0L));
            compare(agent, "receipts", receipts.getOrDefault(id, 0L));
        }
    }

    /** What was not acknowledged may be there or not. */
    private void compare(SimulatedAgent agent, String what, long stored) {
        if (stored < agent.acknowledgedVisits()) {
            complain("LOST: agent %s has %d %s of %d acknowledged visits"
                    .formatted(agent.credentials().id(), stored, what, agent.acknowledgedVisits()));
        }
        if (stored > agent.visits()) {
            complain("DOUBLED: agent %s has %d %s of %d visits"
                    .formatted(agent.credentials().id(), stored, what, agent.visits()));
        }
        if (agent.acknowledgedVisits() < agent.visits()) {
            complain("NOT DELIVERED: agent %s has %d visits, %d of them acknowledged"
                    .formatted(agent.credentials().id(), agent.visits(), agent.acknowledgedVisits()));
        }
    }

    /** Returns how many values were compared. */
    private long compareValues(StoredBooks books, int sampled) throws SQLException {
        long compared = 0;
        var step = Math.max(1, agents.size() / Math.max(1, sampled));
        for (int i = 0; i < agents.size() && sampled > 0; i += step) {
            compared += compareValues(agents.get(i), books);
        }
        return compared;
    }

    private long compareValues(SimulatedAgent agent, StoredBooks books) throws SQLException {
        var stored = books.values(agent.credentials().id(), shape.hash());
        long compared = 0;
        for (int visit = 0; visit < agent.visits(); visit++) {
            if (agent.hasAcknowledged(visit)) {
                compared +=
                        compareVisit(agent, visit, stored.get(agent.profile().at(visit)));
            }
        }
        return compared;
    }

    private long compareVisit(SimulatedAgent agent, int visit, Double[] stored) {
        var expected = agent.profile().values(visit);
        var where =
                "agent " + agent.credentials().id() + " at " + agent.profile().at(visit);
        if (stored == null) {
            complain("LOST: " + where);
            return 0;
        }
        for (int i = 0; i < expected.length; i++) {
            if (i >= stored.length || stored[i] == null || !isSame(expected[i], stored[i])) {
                complain("CHANGED: %s position %d should be %s".formatted(where, i, expected[i]));
                return i;
            }
        }
        return expected.length;
    }

    private static boolean isSame(double one, double other) {
        return Double.doubleToRawLongBits(one) == Double.doubleToRawLongBits(other);
    }

    private void complain(String line) {
        if (complaints.size() < MOST_LINES) {
            complaints.add(line);
        }
    }
}
