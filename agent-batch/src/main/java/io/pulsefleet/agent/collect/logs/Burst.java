package io.pulsefleet.agent.collect.logs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/**
 * Logins that failed from one address.
 *
 * <pre>
 * the first few        each is told
 * then                 they are counted, and told as one: at once, every five minutes, and when none came for so long
 * </pre>
 *
 * @param count since the first
 * @param told how many of them were told, by themselves or in a sum
 * @param saidAt when it was told last that there are many; null while there are few
 * @param users some of the names that were tried
 */
record Burst(Instant first, Instant last, long count, long told, Instant saidAt, List<String> users) {

    static final int FEW = 5;
    static final Duration QUIET = Duration.ofMinutes(5);
    private static final int MOST_USERS = 10;

    Burst {
        users = List.copyOf(users);
    }

    static Burst beginning(Instant at) {
        return new Burst(at, at, 0, 0, null, List.of());
    }

    Burst with(String user, long more, Instant at) {
        var names = new TreeSet<>(users);
        if (user != null && names.size() < MOST_USERS) {
            names.add(user);
        }
        return new Burst(first, at.isAfter(last) ? at : last, count + more, told, saidAt, List.copyOf(names));
    }

    /** One that is told by itself. */
    boolean isFew() {
        return count <= FEW;
    }

    Burst toldAlone() {
        return new Burst(first, last, count, count, saidAt, users);
    }

    /** Whether the sum is to be told. */
    boolean isToBeSaid(Instant now) {
        return count > told && (saidAt == null || !now.isBefore(saidAt.plus(QUIET)) || isOver(now));
    }

    Burst said(Instant now) {
        return new Burst(first, last, count, count, now, users);
    }

    boolean isOver(Instant now) {
        return now.isAfter(last.plus(QUIET));
    }
}
