package io.pulsefleet.hub.audit;

import io.pulsefleet.hub.access.Deed;
import io.pulsefleet.hub.access.Deed.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps refusals from filling the log. Of each who, kind, address and action the first of a minute passes at once; the
 * others are counted, and when the minute is over one row tells how many they were. What was done always passes.
 *
 * <p>Whoever shows another name each time is counted without names after {@link #NAMES} of them, and where there are too
 * many addresses they are counted without these.
 */
final class Flood {

    static final Duration LENGTH = Duration.ofMinutes(1);

    /** So many names of one address and action have rows of their own in a minute. */
    static final int NAMES = 20;

    /** So many rows of refusals begin in a minute, those without names or addresses beside them. */
    static final int MOST = 500;

    private final Map<Deed, Counted> counted = new HashMap<>();
    private final Map<Deed, Integer> names = new HashMap<>();
    private Instant namesSince = Instant.MIN;

    private static final class Counted {
        private final Deed first;
        private final Instant since;
        private Instant last;
        private long more;

        private Counted(Deed first, Instant now) {
            this.first = first;
            this.since = now;
            this.last = now;
        }
    }

    /** @return empty: it is counted, and told of later */
    Optional<Deed> pass(Deed deed, Instant now) {
        if (deed.outcome() != Outcome.REFUSED) {
            return Optional.of(deed);
        }
        var key = keyOf(deed, now);
        var known = counted.get(key);
        if (known != null) {
            known.more++;
            known.last = now;
            return Optional.empty();
        }
        var told = key.who().equals(deed.who()) && key.from().equals(deed.from())
                ? deed
                : with(key, deed.object(), deed.detail());
        counted.put(key, new Counted(told, now));
        return Optional.of(told);
    }

    /** Those of whom the minute is over, each with how many there were beside the one that is told already. */
    List<Deed> over(Instant now) {
        return take(now.minus(LENGTH));
    }

    /** All that is not told yet. */
    List<Deed> rest() {
        return take(Instant.MAX);
    }

    private List<Deed> take(Instant until) {
        var over = new ArrayList<Deed>();
        counted.values().removeIf(one -> {
            if (one.since.isAfter(until)) {
                return false;
            }
            if (one.more > 0) {
                over.add(with(
                        one.first, one.first.object(), """
                        {"more":%d,"since":"%s","until":"%s"}""".formatted(one.more, seconds(one.since), seconds(one.last))));
            }
            return true;
        });
        return over;
    }

    private static Instant seconds(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS);
    }

    private Deed keyOf(Deed deed, Instant now) {
        if (!now.isBefore(plus(namesSince))) {
            names.clear();
            namesSince = now;
        }
        var exact = key(deed, deed.who(), deed.from());
        if (counted.containsKey(exact)) {
            return exact;
        }
        var nameless = key(deed, "", deed.from());
        if (counted.size() < MOST && names.merge(nameless, 1, Integer::sum) <= NAMES) {
            return exact;
        }
        return counted.size() < MOST || counted.containsKey(nameless) ? nameless : key(deed, "", "");
    }

    private static Instant plus(Instant since) {
        return since.equals(Instant.MIN) ? since : since.plus(LENGTH);
    }

    private static Deed key(Deed deed, String who, String from) {
        return new Deed(who, deed.kind(), from, deed.action(), "", deed.outcome(), "");
    }

    private static Deed with(Deed deed, String object, String detail) {
        return new Deed(deed.who(), deed.kind(), deed.from(), deed.action(), object, deed.outcome(), detail);
    }
}
