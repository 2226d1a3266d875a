package io.pulsefleet.hub.commit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who waits, who is turned away, and who goes next. Nothing is stored, answered or waited for here.
 *
 * <p>(1) All that waits fits into the limits, or is one. (2) No agent holds more than its share of them. (3) There are two lanes:
 * what is fresh goes first; backlog gets a fifth of each group as long as any waits, and half of it at the most. What is too large for that goes alone, and waits
 * for a few groups only. (4) Backlog holds half of the room at the most, so that fresh data always finds some.
 */
final class Lanes<T> {

    /** An agent may hold one part in so many of the room. */
    private static final int SHARES = 16;

    /** Of a group's room, one part in so many is kept for backlog. */
    private static final int BACKLOGS_PART = 5;

    /** So many groups may leave a lane out altogether; then its first goes alone. */
    private static final int FRESH_PATIENCE = 2;

    private static final int BACKLOGS_PATIENCE = 4;

    /** Why something is turned away. */
    enum Refusal {
        /** There is no room. */
        FULL,
        /** There is no room for what is late. */
        BACKLOG,
        /** The agent has its share of the room. */
        SHARE
    }

    /** @param count how many parcels */
    record Room(long bytes, int count) {

        boolean holds(Room other) {
            return other.bytes <= bytes && other.count <= count;
        }

        Room plus(long moreBytes, int more) {
            return new Room(bytes + moreBytes, count + more);
        }

        Room minus(Room other) {
            return new Room(bytes - other.bytes, count - other.count);
        }

        Room part(int parts) {
            return new Room(bytes / parts, count / parts);
        }
    }

    private static final Room NONE = new Room(0, 0);

    private record Waiting<T>(int agent, long bytes, T what) {}

    private static final class Lane<T> {

        private final ArrayDeque<Waiting<T>> waiting = new ArrayDeque<>();
        private Room used = NONE;

        /** So many groups in a row held none of those who wait here: the first of them is too large to go with others. */
        private int passedOver;

        private boolean served;

        void turnIsOver() {
            passedOver = served || waiting.isEmpty() ? 0 : passedOver + 1;
            served = false;
        }
    }

    private final Room room;
    private final Lane<T> fresh = new Lane<>();
    private final Lane<T> backlog = new Lane<>();
    private final Map<Integer, Room> held = new HashMap<>();

    Lanes(Room room) {
        this.room = room;
    }

    Room used() {
        return fresh.used.plus(backlog.used.bytes, backlog.used.count);
    }

    boolean isEmpty() {
        return fresh.waiting.isEmpty() && backlog.waiting.isEmpty();
    }

    /** Why something of this size would be turned away now; empty: it would not. */
    Optional<Refusal> refusal(int agent, long bytes, boolean isFresh) {
        if (!isEmpty() && !room.holds(used().plus(bytes, 1))) { // what is larger than all comes when nothing waits
            return Optional.of(Refusal.FULL);
        }
        if (!isFresh && !room.part(2).holds(backlog.used.plus(bytes, 1)) && !backlog.waiting.isEmpty()) {
            return Optional.of(Refusal.BACKLOG);
        }
        var has = held.getOrDefault(agent, NONE);
        if (has.count > 0 && !room.part(SHARES).holds(has.plus(bytes, 1))) {
            return Optional.of(Refusal.SHARE);
        }
        return Optional.empty();
    }

    /** Lets it wait, unless it is turned away. */
    Optional<Refusal> add(int agent, long bytes, boolean isFresh, T what) {
        var refusal = refusal(agent, bytes, isFresh);
        if (refusal.isEmpty()) {
            var lane = isFresh ? fresh : backlog;
            lane.waiting.add(new Waiting<>(agent, bytes, what));
            lane.used = lane.used.plus(bytes, 1);
            held.merge(agent, new Room(bytes, 1), (one, other) -> one.plus(other.bytes, other.count));
        }
        return refusal;
    }

    /** Takes those who go next, as many as there is room for; at least one if any waits. */
    List<T> take(Room group) {
        var taken = new ArrayList<T>();
        if (fresh.passedOver >= FRESH_PATIENCE) {
            takeOne(fresh, taken);
        } else if (backlog.passedOver >= BACKLOGS_PATIENCE) {
            takeOne(backlog, taken);
        } else {
            takeTogether(group, taken);
        }
        if (taken.isEmpty()) { // larger than any group
            takeOne(fresh.waiting.isEmpty() ? backlog : fresh, taken);
        }
        fresh.turnIsOver();
        backlog.turnIsOver();
        return taken;
    }

    private void takeTogether(Room group, List<T> taken) {
        var kept = backlog.waiting.isEmpty() ? NONE : group.part(BACKLOGS_PART);
        var left = group.minus(take(fresh, group.minus(kept), taken));
        var late = take(backlog, min(left, group.part(2)), taken);
        take(fresh, left.minus(late), taken);
    }

    /** Returns how much was taken. */
    private Room take(Lane<T> lane, Room most, List<T> taken) {
        var used = NONE;
        for (var next = lane.waiting.peek();
                next != null && most.holds(used.plus(next.bytes, 1));
                next = lane.waiting.peek()) {
            used = used.plus(next.bytes, 1);
            takeOne(lane, taken);
        }
        return used;
    }

    private void takeOne(Lane<T> lane, List<T> taken) {
        var next = lane.waiting.poll();
        if (next != null) {
            var size = new Room(next.bytes, 1);
            lane.used = lane.used.minus(size);
            lane.served = true;
            held.compute(next.agent, (agent, has) -> has.count == 1 ? null : has.minus(size));
            taken.add(next.what);
        }
    }

    private static Room min(Room one, Room other) {
        return new Room(Math.min(one.bytes, other.bytes), Math.min(one.count, other.count));
    }
}
