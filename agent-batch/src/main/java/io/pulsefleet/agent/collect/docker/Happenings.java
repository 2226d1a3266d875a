package io.pulsefleet.agent.collect.docker;

import io.pulsefleet.agent.collect.docker.Container.Detail;
import io.pulsefleet.agent.collect.docker.DockerPlace.Death;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What becomes of containers, each event once.
 *
 * <p>(1) The daemon is asked for the events between two moments, and the next time for those behind the second: so each
 * lies in one question, whatever hangs or starts anew between. (2) What was read is held until it is sealed; if it is not,
 * it is asked for again, from the place that stands. (3) The daemon remembers 256 events, and none of those that were
 * before it started. Therefore runs are known too: one that has ended though nobody said so is told from what the
 * container itself shows, when time was given to whoever might say so yet. (4) Likewise of one that died for want of memory:
 * Podman has no event for that, and Docker's can be lost; whoever told of it, it is told once of a death.
 */
final class Happenings {

    /** An event bears a moment a little before it can be asked for. */
    private static final Duration SETTLED = Duration.ofMillis(100);

    /** So long after a container was seen to have changed its events can be asked for. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** A clock that was set back by more than this makes moments come twice. */
    private static final Duration CLOCK_SET_BACK = Duration.ofSeconds(5);

    private Optional<String> from = Optional.empty();
    private Optional<Draft> held = Optional.empty();

    /** Runs that ended or began without a word, and when that was seen first. Forgotten when there is a word after all. */
    private final Map<String, Instant> doubts = new TreeMap<>();

    /** A place in the making. */
    private static final class Draft {

        Instant until;
        boolean isFirst;
        final TreeMap<String, Instant> runs = new TreeMap<>();
        final TreeMap<String, Long> counts = new TreeMap<>();
        final TreeMap<String, Death> deaths = new TreeMap<>();
        final TreeSet<String> starved = new TreeSet<>();
        final List<Happening> told = new ArrayList<>();
        final Set<String> touched = new HashSet<>();
        final List<String> troubles = new ArrayList<>();

        void tell(Happening happening) {
            var id = happening.id();
            switch (happening.event()) {
                case "start" -> starved.remove(id);
                case "oom" -> {
                    starved.add(id);
                    deaths.remove(id);
                }
                case "die" -> {
                    tellOfTheDeathBefore(happening);
                    if (!starved.contains(id)) {
                        deaths.put(id, new Death(happening.at(), false));
                    }
                }
                case "destroy" -> tellOfTheDeathBefore(happening);
                default -> {}
            }
            add(happening);
        }

        /** The daemon's word of it does not come any more. */
        private void tellOfTheDeathBefore(Happening happening) {
            var before = deaths.remove(happening.id());
            if (before != null && before.starved()) {
                add(happening.byState("oom", before.at()));
            }
        }

        private void add(Happening happening) {
            told.add(happening);
            touched.add(happening.id());
            counts.merge(happening.event(), 1L, Long::sum);
        }

        boolean isDue(Death death) {
            return !until.isBefore(death.at().plus(GRACE));
        }
    }

    /** Reads on. Those that were read before and are not sealed are still there. */
    void look(Optional<String> place, Instant now, Engine engine) throws AwayException {
        var draft = draft(place, now);
        var to = now.minus(SETTLED);
        if (to.plus(CLOCK_SET_BACK).isBefore(draft.until)) {
            draft.troubles.add(
                    "the clock was set back; events between " + to + " and " + draft.until + " may be missing");
            draft.until = to;
        }
        if (!to.isAfter(draft.until) || draft.told.size() >= Engine.MOST_MESSAGES) {
            return;
        }
        var messages = engine.events(draft.until.plusNanos(1), to);
        for (var message : messages) {
            var happening = Happening.of(message);
            follow(draft, happening);
            draft.tell(happening);
        }
        var last = messages.size() < Engine.MOST_MESSAGES ? to : Happening.momentOf(messages.get(messages.size() - 1));
        draft.until = last.isAfter(draft.until) ? last : to;
    }

    private void follow(Draft draft, Happening happening) {
        switch (happening.event()) {
            case "start" -> draft.runs.put(happening.id(), Instant.EPOCH);
            case "die", "destroy" -> draft.runs.remove(happening.id());
            default -> {}
        }
    }

    private Draft draft(Optional<String> place, Instant now) {
        var draft = held.filter(one -> from.equals(place)).orElse(null);
        if (draft == null) {
            draft = begin(place, now);
            held = Optional.of(draft);
            from = place;
        }
        return draft;
    }

    private static Draft begin(Optional<String> place, Instant now) {
        var draft = new Draft();
        draft.until = now.minus(SETTLED);
        draft.isFirst = true;
        if (place.isPresent()) {
            try {
                var left = DockerPlace.read(place.get());
                draft.until = left.until();
                draft.runs.putAll(left.runs());
                draft.counts.putAll(left.counts());
                draft.deaths.putAll(left.deaths());
                draft.starved.addAll(left.starved());
                draft.isFirst = false;
            } catch (IOException broken) {
                draft.troubles.add("how far events were read cannot be understood (" + broken.getMessage()
                        + "); it begins with those of now");
            }
        }
        return draft;
    }

    /** Containers, by short id, of which something was told since the last visit was sealed, or will be. */
    Set<String> touched() {
        var all = new HashSet<String>();
        held.ifPresent(draft -> {
            all.addAll(draft.touched);
            all.addAll(draft.deaths.keySet());
        });
        return all;
    }

    boolean isUrgent() {
        return held.filter(draft -> draft.told.stream().anyMatch(Happening::isUrgent)
                        || draft.deaths.values().stream().anyMatch(death -> death.starved() && draft.isDue(death)))
                .isPresent();
    }

    /**
     * Compares the runs that are known with what can be seen.
     *
     * @param seen containers in order, with what is known of each
     * @param all short ids of all there are; empty where they are too many
     */
    void settle(List<Seen> seen, Optional<Set<String>> all, Instant now) {
        var draft = held.orElseThrow();
        var doubted = new HashSet<String>();
        for (var one : seen) {
            if (one.detail().isPresent()) {
                settle(draft, one, one.detail().get(), now, doubted);
            }
        }
        for (var id : all.isPresent() ? List.copyOf(draft.runs.keySet()) : List.<String>of()) {
            if (!all.get().contains(id) && isSure("gone " + id, draft, now, doubted)) {
                draft.runs.remove(id);
                draft.tell(new Happening(now, "destroy", id, "?", "?", null, null, "state"));
            }
        }
        all.ifPresent(draft.starved::retainAll);
        settleDeaths(draft, seen);
        doubts.keySet().retainAll(doubted);
        draft.isFirst = false;
    }

    /** A container that runs again says nothing of its last run any more; what it said before is kept. */
    private static void settleDeaths(Draft draft, List<Seen> seen) {
        for (var one : seen) {
            var id = Container.shortId(one.container().id());
            var death = draft.deaths.get(id);
            if (death != null && saysItStarved(one, death)) {
                draft.deaths.put(id, new Death(death.at(), true));
                if (draft.isDue(death)) {
                    draft.tell(byState(one, "oom", death.at(), null));
                }
            }
        }
        draft.deaths.values().removeIf(draft::isDue);
    }

    private static boolean saysItStarved(Seen seen, Death death) {
        return death.starved()
                || seen.detail()
                        .filter(detail -> detail.oomKilled()
                                && !detail.started().orElse(Instant.EPOCH).isAfter(death.at()))
                        .isPresent();
    }

    private void settle(Draft draft, Seen seen, Detail detail, Instant now, Set<String> doubted) {
        var container = seen.container();
        var id = Container.shortId(container.id());
        var known = draft.runs.get(id);
        var started = detail.started().orElse(Instant.EPOCH);
        if (!container.isRunning()) {
            if (known != null && isSure("ended " + id + " " + known, draft, now, doubted)) {
                draft.runs.remove(id);
                draft.tell(byState(seen, "die", detail.finished().orElse(now), detail.exitCode()));
            }
        } else if ((known == null && draft.isFirst) || Instant.EPOCH.equals(known)) {
            draft.runs.put(id, started);
        } else if (!started.equals(known) && isSure("anew " + id + " " + started, draft, now, doubted)) {
            if (known != null) {
                draft.tell(byState(seen, "die", detail.finished().orElse(now), null));
            }
            draft.runs.put(id, started);
            draft.tell(byState(seen, "start", started, null));
        }
    }

    private static Happening byState(Seen seen, String event, Instant at, Integer exitCode) {
        var container = seen.container();
        return new Happening(
                at,
                event,
                Container.shortId(container.id()),
                container.name(),
                container.image(),
                exitCode,
                null,
                "state");
    }

    /** Whether all that was said up to some time behind the first doubt was heard. */
    private boolean isSure(String doubt, Draft draft, Instant now, Set<String> doubted) {
        var since = doubts.putIfAbsent(doubt, now);
        doubted.add(doubt);
        return since != null && !draft.until.isBefore(since.plus(GRACE));
    }

    /** What waits to be sealed. */
    record Taken(List<Happening> told, DockerPlace place, List<String> troubles) {}

    /** Empty as well while nobody has seen yet which containers run: the next visit is the first then. */
    Optional<Taken> take() {
        return held.filter(draft -> !draft.isFirst)
                .map(draft -> new Taken(
                        List.copyOf(draft.told),
                        new DockerPlace(draft.until, draft.runs, draft.counts, draft.deaths, draft.starved),
                        List.copyOf(draft.troubles)));
    }
}
