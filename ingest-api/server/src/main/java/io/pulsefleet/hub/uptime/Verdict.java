package io.pulsefleet.hub.uptime;

import static java.util.stream.Collectors.joining;

import io.pulsefleet.store.uptime.NewHeartbeat;
import io.pulsefleet.store.uptime.Standing;
import io.pulsefleet.store.uptime.Watched;
import io.pulsefleet.wire.uptime.CheckKind;
import io.pulsefleet.wire.uptime.ErrorClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What state a monitor is in, and why. Nothing is stored or sent here; the caller does that.
 *
 * <pre>
 * paused, maintenance: because somebody said so, whatever is seen
 * unknown:  nobody has told of it for a while, those who probe it fail themselves, or what it needs is down
 * down:     so many datacenters see it down as must agree, each after its retries
 * regional: some do, and fewer than must agree
 * degraded: it is up, and too slow somewhere
 * </pre>
 */
record Verdict(State state, String reason) {

    /** States, as they are told. */
    enum State {
        UP,
        DEGRADED,
        DOWN,
        REGIONAL,
        UNKNOWN,
        PAUSED,
        MAINTENANCE;

        private final String word = name().toLowerCase(Locale.ROOT);

        boolean isTrouble() {
            return this == DOWN || this == REGIONAL;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    private static final String DEGRADED = "degraded";
    private static final String UP = "up";
    private static final int LONGEST_REASON = 500;

    /** Three slots missed, and not less than a minute: a takeover is no outage. */
    private static final int MISSED_SLOTS = 3;

    private static final Duration LEAST_SILENCE = Duration.ofMinutes(1);

    /** @param maintenance the name of the window that it is in; empty: none */
    static Verdict of(Watched monitor, Collection<Standing> standings, String maintenance, Instant now) {
        if (monitor.paused()) {
            return new Verdict(State.PAUSED, "somebody paused it");
        }
        if (!maintenance.isEmpty()) {
            return new Verdict(State.MAINTENANCE, maintenance);
        }
        var fresh = standings.stream()
                .filter(standing -> counts(monitor, standing, now))
                .toList();
        if (fresh.isEmpty()) {
            return new Verdict(State.UNKNOWN, whyUnknown(monitor, standings));
        }
        return ofFresh(monitor, fresh);
    }

    /** What it needs is down: nobody need be told that it is, too. */
    Verdict hushedBy(String needed) {
        return state.isTrouble() ? new Verdict(State.UNKNOWN, needed + " is down, which it needs") : this;
    }

    private static boolean isPush(Watched monitor) {
        return monitor.kind().equals(CheckKind.PUSH.kind());
    }

    private static boolean counts(Watched monitor, Standing standing, Instant now) {
        if (isPush(monitor)) {
            return standing.datacenter().equals(NewHeartbeat.PUSH); // what does not come is stored as missed
        }
        return monitor.datacenters().contains(standing.datacenter())
                && !standing.slot().isBefore(now.minus(silence(monitor)));
    }

    private static Duration silence(Watched monitor) {
        var slots = monitor.every().multipliedBy(MISSED_SLOTS).plus(monitor.timeout());
        return slots.compareTo(LEAST_SILENCE) < 0 ? LEAST_SILENCE : slots;
    }

    private static String whyUnknown(Watched monitor, Collection<Standing> standings) {
        if (isPush(monitor)) {
            return "nothing has come yet";
        }
        if (monitor.datacenters().isEmpty()) {
            return "there is no datacenter";
        }
        return standings.isEmpty() ? "nobody has probed it yet" : "nobody probes it any more";
    }

    /** Where the prober itself failed nobody has seen anything: those who have agree without it. */
    private static Verdict ofFresh(Watched monitor, List<Standing> fresh) {
        var seeing = fresh.stream().filter(standing -> !standing.isUnknown()).toList();
        var blind = fresh.stream().filter(Standing::isUnknown).toList();
        var verdict = seeing.isEmpty() ? new Verdict(State.UNKNOWN, "") : ofSeeing(monitor, seeing);
        return blind.isEmpty() ? verdict : verdict.and("not known from " + blind(blind));
    }

    private Verdict and(String more) {
        return new Verdict(state, cut(reason.isEmpty() ? more : reason + "; " + more));
    }

    private static Verdict ofSeeing(Watched monitor, List<Standing> fresh) {
        var retries = isPush(monitor) ? 0 : monitor.retries();
        var down =
                fresh.stream().filter(standing -> standing.failures() > retries).toList();
        var needed = monitor.quorum() == null ? fresh.size() : Math.min(monitor.quorum(), fresh.size());
        if (down.size() >= needed) {
            return new Verdict(State.DOWN, seen(down));
        }
        if (!down.isEmpty()) {
            return new Verdict(State.REGIONAL, seen(down));
        }
        var slow = fresh.stream()
                .filter(standing -> standing.status().equals(DEGRADED))
                .toList();
        if (!slow.isEmpty()) {
            return new Verdict(State.DEGRADED, "slow in " + places(slow));
        }
        var isUpSomewhere =
                fresh.stream().anyMatch(standing -> standing.status().equals(UP));
        var isTriedAgain = "it failed and is tried again in " + places(fresh);
        return isUpSomewhere ? new Verdict(State.UP, "") : new Verdict(before(monitor), isTriedAgain);
    }

    /** While a failure is not yet believed it is what it was. */
    private static State before(Watched monitor) {
        return monitor.state().equals(UP) || monitor.state().equals(DEGRADED) ? State.UP : State.UNKNOWN;
    }

    private static String places(Collection<Standing> standings) {
        return standings.stream().map(Standing::datacenter).sorted().collect(joining(", "));
    }

    private static String seen(Collection<Standing> down) {
        return cut(down.stream()
                .sorted(Comparator.comparing(Standing::datacenter))
                .map(Verdict::told)
                .collect(joining("; ")));
    }

    private static String told(Standing standing) {
        return standing.datacenter() + ": " + standing.error()
                + (standing.message() == null ? "" : ", " + standing.message());
    }

    private static String blind(Collection<Standing> blind) {
        return blind.stream()
                .sorted(Comparator.comparing(Standing::datacenter))
                .map(standing -> told(standing) + " (" + remedy(standing.error()) + ")")
                .collect(joining("; "));
    }

    /** Empty: of a class that is not known here, or of none. */
    static String remedy(String error) {
        return Stream.of(ErrorClass.values())
                .filter(known -> known.name().equals(error))
                .findFirst()
                .map(ErrorClass::remedy)
                .orElse("");
    }

    private static String cut(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
    }
}
