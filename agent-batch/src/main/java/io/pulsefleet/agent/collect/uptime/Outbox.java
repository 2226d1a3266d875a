package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.uptime.Heartbeat;
import io.pulsefleet.wire.uptime.Heartbeats;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Heartbeats that wait for a visit to take them to the spool.
 *
 * <p>(1) What a visit took stays until the next one finds that it was sealed; if it was not, it is told again. (2) With too
 * many the oldest go, and are counted.
 */
final class Outbox {

    /** Ten minutes of 5,000 monitors at 30 s. */
    static final int MOST = 100_000;

    /** So many in a document: with answers of what failed it is a megabyte at most. */
    static final int IN_A_DOCUMENT = 200;

    static final int IN_A_VISIT = 5_000;

    record Waiting(String datacenter, long lease, Heartbeat heartbeat) {}

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private List<Waiting> taken = List.of();
    private String mark = "";
    private long visits;
    private long lost;
    private boolean hasNews;
    private final String life;

    /** @param life another one at each start: what an earlier one sealed is none of ours */
    Outbox(String life) {
        this.life = life;
    }

    /** @param isNews whether it is otherwise than the one before: somebody may wait for it */
    synchronized void put(Waiting one, boolean isNews) {
        waiting.add(one);
        hasNews |= isNews;
        if (waiting.size() > MOST) {
            waiting.remove();
            lost++;
        }
    }

    /** @param sealed where the last visit that was sealed ended */
    synchronized void settle(Optional<String> sealed) {
        if (!sealed.equals(Optional.of(mark))) {
            for (int i = taken.size() - 1; i >= 0; i--) {
                waiting.addFirst(taken.get(i));
            }
        }
        taken = List.of();
    }

    /** What the next visit tells. */
    synchronized List<Document> take(Instant at) {
        var all = new ArrayList<Waiting>();
        while (!waiting.isEmpty() && all.size() < IN_A_VISIT) {
            all.add(waiting.remove());
        }
        taken = List.copyOf(all);
        hasNews = false;
        mark = life + ":" + ++visits;
        return documents(taken, at);
    }

    /** Where the visit that took last ends, once it is sealed. */
    synchronized String mark() {
        return mark;
    }

    synchronized boolean hasNews() {
        return hasNews;
    }

    /** What no visit will take any more. */
    synchronized List<Document> leftOver(Instant at) {
        var all = List.copyOf(waiting);
        waiting.clear();
        hasNews = false;
        return documents(all, at);
    }

    /** How many had to go since it was asked last. */
    synchronized long lost() {
        var some = lost;
        lost = 0;
        return some;
    }

    synchronized int size() {
        return waiting.size();
    }

    private static List<Document> documents(List<Waiting> all, Instant at) {
        var documents = new ArrayList<Document>();
        for (int from = 0; from < all.size(); ) {
            var first = all.get(from);
            var to = from;
            while (to < all.size()
                    && to - from < IN_A_DOCUMENT
                    && all.get(to).lease() == first.lease()
                    && all.get(to).datacenter().equals(first.datacenter())) {
                to++;
            }
            var heartbeats =
                    all.subList(from, to).stream().map(Waiting::heartbeat).toList();
            documents.add(new Heartbeats(first.datacenter(), first.lease(), heartbeats).at(at));
            from = to;
        }
        return documents;
    }
}
