package io.pulsefleet.agent.collect.docker;

import io.pulsefleet.agent.collect.docker.Container.Detail;
import io.pulsefleet.agent.collect.docker.Engine.Each;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks at the containers, and remembers what need not be asked each time: a container is inspected when it is new, when
 * something became of it, and each minute.
 */
final class Watch {

    private static final Duration INSPECTED_ANEW = Duration.ofMinutes(1);

    private final int most;
    private Map<String, Remembered> remembered = Map.of();

    private record Remembered(String state, Instant inspectedAt, Detail detail, Optional<Used> used) {}

    /**
     * @param all every container that the daemon lists
     * @param total how many there are
     * @param seen the first of them
     * @param troubles of single containers
     */
    record Looked(List<Container> all, int total, List<Seen> seen, List<String> troubles) {

        /** Empty where not all are known. */
        Optional<Set<String>> shortIds() {
            return all.size() < total
                    ? Optional.empty()
                    : Optional.of(
                            all.stream().map(one -> Container.shortId(one.id())).collect(Collectors.toSet()));
        }
    }

    Watch(int most) {
        this.most = most;
    }

    /** @param touched short ids of those of which something became */
    Looked look(Engine engine, Instant now, Set<String> touched) throws AwayException {
        var listing = engine.containers();
        var all = listing.containers().stream()
                .map(Container::of)
                .sorted(Container.IN_ORDER)
                .toList();
        var first = all.subList(0, Math.min(most, all.size()));
        var troubles = new ArrayList<String>();
        var inspected =
                ask(first.stream().filter(one -> mustInspect(one, now, touched)).toList(), engine::inspect, troubles);
        var stats =
                ask(first.stream().filter(one -> one.state().equals("running")).toList(), engine::stats, troubles);
        var next = new HashMap<String, Remembered>();
        var seen = new ArrayList<Seen>();
        for (var container : first) {
            var id = container.id();
            var before = Optional.ofNullable(remembered.get(id));
            var fresh = Optional.ofNullable(inspected.get(id)).map(Detail::of);
            var detail = fresh.or(() -> before.map(Remembered::detail));
            var used = Optional.ofNullable(stats.get(id)).flatMap(Used::of);
            var cpus = used.flatMap(measured -> before.flatMap(Remembered::used).flatMap(measured::cpusSince));
            seen.add(new Seen(container, detail, used, cpus));
            detail.ifPresent(known -> next.put(
                    id,
                    new Remembered(
                            container.state(),
                            fresh.isPresent() ? now : before.orElseThrow().inspectedAt(),
                            known,
                            used.or(() -> before.flatMap(Remembered::used)))));
        }
        remembered = next;
        return new Looked(all, listing.total(), seen, troubles);
    }

    private boolean mustInspect(Container container, Instant now, Set<String> touched) {
        var before = remembered.get(container.id());
        return before == null
                || !before.state().equals(container.state())
                || touched.contains(Container.shortId(container.id()))
                || !now.isBefore(before.inspectedAt().plus(INSPECTED_ANEW));
    }

    @FunctionalInterface
    private interface Question<T> {
        List<Each<T>> ask(List<String> ids) throws AwayException;
    }

    /** By id; who has gone meanwhile, or is not answered for, is not in it. */
    private static <T> Map<String, T> ask(List<Container> of, Question<T> question, List<String> troubles)
            throws AwayException {
        var answers = question.ask(of.stream().map(Container::id).toList());
        var byId = new HashMap<String, T>();
        for (int i = 0; i < of.size(); i++) {
            var container = of.get(i);
            answers.get(i).answer().ifPresent(answer -> byId.put(container.id(), answer));
            answers.get(i)
                    .trouble()
                    .ifPresent(why -> troubles.add("container " + container.name() + ": " + why.getMessage()));
        }
        return byId;
    }

    /** The daemon may be another one when it is there again. */
    void forget() {
        remembered = Map.of();
    }
}
