package io.pulsefleet.e2e.fleet;

import io.pulsefleet.e2e.Await;
import io.pulsefleet.e2e.fleet.SimulatedAgent.Rules;
import io.pulsefleet.e2e.load.Loop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Simulated agents, on a few threads. What it did is read from {@link #totals}. */
public final class Fleet implements AutoCloseable {

    private final Totals totals = new Totals();
    private final List<Loop> loops = new ArrayList<>();
    private final List<List<SimulatedAgent>> agents = new ArrayList<>();
    private final FleetConfig config;
    private boolean running;

    /** @param hub where it listens */
    public Fleet(FleetConfig config, InetSocketAddress hub, String joinToken) throws IOException {
        this.config = config;
        for (int i = 0; i < config.threads(); i++) {
            loops.add(new Loop("fleet-" + i, hub));
            agents.add(new ArrayList<>());
        }
        var rules = new Rules(joinToken, config.manners(), config.every().toNanos(), config.backlog());
        var profiles = profiles();
        var random = new SplittableRandom(config.seed());
        for (int number = 0; number < config.agents(); number++) {
            var profile = number % profiles.size();
            var place = profile % loops.size(); // a profile serves one thread
            agents.get(place)
                    .add(new SimulatedAgent(
                            Credentials.of(config.seed(), number),
                            profiles.get(profile),
                            rules,
                            totals,
                            loops.get(place),
                            random.split()));
        }
    }

    private List<Profile> profiles() {
        var shape = Shape.of(config.positions());
        var calendar = new Calendar(config.start(), config.every(), config.backlog());
        var clocks = config.manners().clocksOff();
        var profiles = new ArrayList<Profile>();
        for (int i = 0; i < config.profiles(); i++) {
            profiles.add(new Profile(config.seed() * 1_000_003 + i, shape, calendar, clocks.get(i % clocks.size())));
        }
        return profiles;
    }

    /** All read and send from now on; who is not known to the hub makes itself known first. */
    public void start() {
        var first = soon();
        eachAgent(agent -> agent.start(first));
    }

    /** All make themselves known, as agents that ran before. Waits for it. */
    public void register(Duration longest) {
        var now = soon();
        eachAgent(agent -> agent.register(now));
        var end = System.nanoTime() + longest.toNanos();
        while (totals.registered() < config.agents()) {
            checkAlive();
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("Of " + config.agents() + " agents " + totals.registered()
                        + " are registered after " + longest);
            }
            Await.pause(Duration.ofMillis(100));
        }
    }

    private static long soon() {
        return System.nanoTime() + Duration.ofMillis(200).toNanos();
    }

    private void eachAgent(Consumer<SimulatedAgent> task) {
        eachLoop(all -> all.forEach(task));
        if (!running) {
            loops.forEach(Loop::start);
            running = true;
        }
    }

    public Totals totals() {
        return totals;
    }

    /** Every agent loses its network for as long, and all are back at the same moment. */
    public void storm(Duration quiet) {
        var until = System.nanoTime() + quiet.toNanos();
        eachLoop(all -> all.forEach(agent -> agent.goQuiet(until)));
    }

    /** No visits any more; what waits is delivered. */
    public void finish() {
        eachLoop(all -> all.forEach(SimulatedAgent::finish));
    }

    /** Returns whether all that was sealed is acknowledged; not worth waiting for when something was refused for good. */
    public boolean awaitDrained(Duration longest) {
        var end = System.nanoTime() + longest.toNanos();
        while (totals.backlog() > 0 && System.nanoTime() - end < 0 && totals.isFlawless()) {
            checkAlive();
            Await.pause(Duration.ofMillis(100));
        }
        return totals.backlog() == 0;
    }

    /** @throws IllegalStateException when one of its threads has ended by a failure */
    public void checkAlive() {
        loops.forEach(Loop::checkAlive);
    }

    /** Compares with the database. It must be closed before: what agents know is read on this thread. */
    public Audit.Verdict audit(StoredBooks books, int sampled) {
        var all = agents.stream().flatMap(List::stream).toList();
        return new Audit(all, Shape.of(config.positions()), totals).compare(books, sampled);
    }

    @Override
    public void close() {
        loops.forEach(Loop::close);
    }

    private void eachLoop(Consumer<List<SimulatedAgent>> task) {
        for (int i = 0; i < loops.size(); i++) {
            var mine = agents.get(i);
            loops.get(i).execute(() -> task.accept(mine));
        }
    }
}
