package io.pulsefleet.e2e.fleet;

import io.pulsefleet.e2e.Folders;
import io.pulsefleet.e2e.Stack;
import io.pulsefleet.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** {@code mvn -Psim verify}: a fleet against a stack of its own. Ends with an exception when anything was lost or doubled. */
public final class Simulate {

    private static final Duration LONGEST_START = Duration.ofMinutes(3);

    private Simulate() {}

    public static void main(String[] args) throws IOException {
        var sim = SimConfig.of(Settings.ofEnvironment());
        var data = Path.of(args.length > 0 ? args[0] : "target/sim").toAbsolutePath();
        say(sim + "; data in " + data);
        Folders.delete(data);
        try (var stack = Stack.beside(data, Map.of())) {
            stack.startPostgres();
            stack.startHub();
            stack.hub().awaitReady(LONGEST_START);
            var simulator = new FleetSimulator(stack, fleet(sim), Simulate::say);
            var time = Duration.ofMinutes(sim.minutes());
            var verdict = simulator.run(time, simulator.atRandom(time, sim.kills()), sim.drain());
            say(verdict + "\nseed " + sim.seed());
            if (!verdict.isGood()) {
                throw new IllegalStateException("The fleet's books and the hub's do not agree.");
            }
        }
    }

    private static FleetConfig fleet(SimConfig sim) {
        var fleet = FleetConfig.of(sim.agents(), sim.every())
                .withSeed(sim.seed())
                .withManners(Manners.BAD)
                .withThreads(sim.threads());
        return sim.backlog() > 0 ? fleet.withBacklog(sim.backlog(), 64) : fleet;
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
