package io.pulsefleet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of agent, hub or PostgreSQL at any moment: nothing sealed is lost, nothing is stored twice. */
class KillIT {

    private static final Map<String, String> FAST = Map.of(
            "PULSE_PLAN_SYSTEM_EVERY", "100ms",
            "PULSE_SYSTEM_EVERY", "100ms",
            "PULSE_HEARTBEAT_EVERY", "1s");
    /** {@code -Dkill.rounds=20} for a longer look. */
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 2);

    private static final Duration LONGEST = Duration.ofSeconds(90);

    @Test
    void nothingSealedIsLostAndNothingIsStoredTwice() throws Exception {
        try (var stack = Stack.beside(Shared.emptyFolder("kill"), FAST)) {
            stack.start();
            var books = new Books(stack);
            awaitFrames(books, 20);

            for (int round = 0; round < ROUNDS; round++) {
                killHub(stack, books);
                killPostgres(stack, books);
                killAgent(stack, books);
                killAll(stack, books);
            }

            var before = books.frames();
            awaitFrames(books, before + 20);
            books.note();
            books.awaitAllStored(LONGEST);
            stack.agent().stop(); // what is under way now is sealed or not begun
            stack.startAgent();
            books.note();
            books.awaitAllStored(LONGEST);
            assertThat(books.noted()).isGreaterThan(50);
            books.mustBalance();
        }
    }

    private static void killHub(Stack stack, Books books) throws Exception {
        stack.hub().kill();
        books.note();
        stack.startHub();
        stack.hub().awaitReady(LONGEST);
        books.awaitAllStored(LONGEST);
    }

    private static void killPostgres(Stack stack, Books books) throws Exception {
        stack.killPostgres();
        books.note();
        stack.startPostgres();
        books.awaitAllStored(LONGEST);
    }

    private static void killAgent(Stack stack, Books books) throws Exception {
        stack.agent().kill();
        books.note();
        stack.startAgent();
        books.awaitAllStored(LONGEST);
    }

    private static void killAll(Stack stack, Books books) throws Exception {
        stack.agent().kill();
        stack.killPostgres();
        stack.hub().kill();
        books.note();
        stack.start();
        books.awaitAllStored(LONGEST);
    }

    private static void awaitFrames(Books books, long count) {
        Await.until("fewer than " + count + " frames", LONGEST, () -> {
            try {
                return books.frames() >= count;
            } catch (java.sql.SQLException notYet) {
                throw new java.io.IOException(notYet);
            }
        });
    }
}
