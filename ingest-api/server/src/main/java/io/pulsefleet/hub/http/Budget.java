package io.pulsefleet.hub.http;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of bodies may be held at the same time, over all requests. */
final class Budget {

    /** Bytes are drawn in steps of this, so that a small body draws once. */
    static final int STEP = 64 << 10;

    static final Budget OF_ALL = new Budget(HttpConfig.settings().get(HttpConfig.BODIES_LIMIT));

    private final AtomicLong left;

    Budget(long most) {
        left = new AtomicLong(most);
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
