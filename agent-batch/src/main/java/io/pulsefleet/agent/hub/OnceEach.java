package io.pulsefleet.agent.hub;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What the hub asks for in each answer until it has the outcome: each is begun once, and a few are under way at a time. */
public final class OnceEach {

    private static final int MOST_AT_ONCE = 4;
    private static final int MOST_REMEMBERED = 1_000;

    private final Map<UUID, Boolean> begun = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    private int underWay;

    /** Whether it is to be begun now: it was not yet, and there is a place, which is taken. Else: perhaps with the next answer. */
    public synchronized boolean begin(UUID id) {
        if (underWay == MOST_AT_ONCE || begun.putIfAbsent(id, true) != null) {
            return false;
        }
        underWay++;
        return true;
    }

    /** One is over: its place is free. */
    public synchronized void end() {
        underWay--;
    }
}
