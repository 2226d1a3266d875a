package io.pulsefleet.hub.http;

import java.util.concurrent.atomic.AtomicLong;

/** How much memory bodies, and what is read from them, may take at the same time. A body holds its part as a {@link Lease}. */
final class Budget {

    private final long most;
    private final AtomicLong left;

    Budget(long most) {
        this.most = most;
        this.left = new AtomicLong(most);
    }

    long most() {
        return most;
    }

    /** What nobody holds. */
    long left() {
        return left.get();
    }

    /** @return false: there is not so much left, and nothing was drawn */
    boolean draw(long bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        giveBack(bytes);
        return false;
    }

    void giveBack(long bytes) {
        left.addAndGet(bytes);
    }
}
