package io.pulsefleet.hub.http;

/**
 * What one request holds of a budget: from its body's first byte until what was read of it is handed on, or answered. One
 * thread at a time uses it.
 */
public final class Lease implements AutoCloseable {

    /** Bytes are drawn in steps of this, so that a small body draws once. */
    private static final int STEP = 64 << 10;

    private final Budget budget;
    private long held;

    Lease(Budget budget) {
        this.budget = budget;
    }

    /** For a shipment. */
    public static Lease ofShipment() {
        return new Lease(Budgets.SHIPMENTS);
    }

    /**
     * So many bytes are being read. They are held twice at their end: in the pieces in which they came, and as a whole.
     *
     * @return false: there is no room for them now
     */
    boolean reading(long bytes) {
        var needed = Math.min(budget.most(), 2 * ((bytes + STEP - 1) / STEP) * STEP);
        return needed <= held || hold(needed);
    }

    /**
     * So much memory will be taken by all that becomes of it. What is heavier than the whole budget may come when there is
     * nothing else: it must not be refused for good.
     *
     * @return false: there is no room for it now
     */
    boolean hold(long weight) {
        var needed = Math.min(budget.most(), weight);
        if (needed > held && !budget.draw(needed - held)) {
            return false;
        }
        if (needed < held) {
            budget.giveBack(held - needed);
        }
        held = needed;
        return true;
    }

    /** Nothing of it is held any more. Again: does nothing. */
    @Override
    public void close() {
        budget.giveBack(held);
        held = 0;
    }
}
