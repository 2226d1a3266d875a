package io.pulsefleet.e2e.fleet;

import java.util.Optional;

/**
 * What a simulated agent has sealed and the hub has not acknowledged.
 *
 * <p>Fresh visits go first, the oldest of them first; every fourth shipment is one of the backlog nevertheless, so that
 * both come on. When there are more than {@value #MOST_FRESH} fresh ones, the oldest is backlog.
 */
final class MemorySpool {

    private static final int MOST_FRESH = 3;
    private static final int BACKLOG_EVERY = 4;

    private final VisitQueue fresh = new VisitQueue();
    private final VisitQueue backlog = new VisitQueue();
    private final VisitQueue heldBack = new VisitQueue();
    private int taken;

    /** @param backlogVisits so many visits, from 0 on, were sealed before anybody could be reached */
    MemorySpool(int backlogVisits) {
        for (int visit = 0; visit < backlogVisits; visit++) {
            backlog.add(visit);
        }
    }

    void seal(int visit) {
        fresh.add(visit);
        while (fresh.size() > MOST_FRESH) {
            backlog.add(fresh.poll());
        }
    }

    /** Sealed, but nobody sends it before {@link #releaseHeldBack}: late data. */
    void sealHeldBack(int visit) {
        heldBack.add(visit);
    }

    void releaseHeldBack() {
        while (!heldBack.isEmpty()) {
            backlog.add(heldBack.poll());
        }
    }

    /** What waits, late data too. */
    int size() {
        return fresh.size() + backlog.size() + heldBack.size();
    }

    boolean hasBacklog() {
        return !backlog.isEmpty();
    }

    /** A visit that was taken out. */
    record Offer(int visit, boolean fresh) {}

    /** Takes the next out; who cannot deliver it puts it back. Empty when none may go now. */
    Optional<Offer> take(boolean backlogMayGo) {
        var turnOfBacklog = fresh.isEmpty() || (taken + 1) % BACKLOG_EVERY == 0;
        if (backlogMayGo && turnOfBacklog && !backlog.isEmpty()) {
            taken++;
            return Optional.of(new Offer(backlog.poll(), false));
        }
        if (fresh.isEmpty()) {
            return Optional.empty();
        }
        taken++;
        return Optional.of(new Offer(fresh.poll(), true));
    }

    /** It is the next of its kind again. */
    void putBack(Offer offer) {
        (offer.fresh() ? fresh : backlog).addFirst(offer.visit());
    }
}
