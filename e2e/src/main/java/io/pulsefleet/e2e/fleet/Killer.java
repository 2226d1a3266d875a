package io.pulsefleet.e2e.fleet;

import io.pulsefleet.e2e.Stack;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** SIGKILL to the hub, to PostgreSQL, or to both; started again after a while. */
final class Killer {

    private static final Duration LONGEST_START = Duration.ofMinutes(3);

    private final Stack stack;
    private final Consumer<String> say;

    Killer(Stack stack, Consumer<String> say) {
        this.stack = stack;
        this.say = say;
    }

    enum Victim {
        HUB,
        POSTGRES,
        BOTH
    }

    /** Returns when it is ready again. */
    void kill(Victim victim, Duration away) throws IOException, InterruptedException {
        say.accept("SIGKILL: " + victim + ", away for " + away.toMillis() + " ms");
        if (victim != Victim.HUB) {
            stack.killPostgres();
        }
        if (victim != Victim.POSTGRES) {
            stack.hub().kill();
        }
        Thread.sleep(away.toMillis());
        if (victim != Victim.HUB) {
            stack.startPostgres();
        }
        if (victim != Victim.POSTGRES) {
            stack.startHub();
        }
        stack.hub().awaitReady(LONGEST_START);
        say.accept("ready again");
    }
}
