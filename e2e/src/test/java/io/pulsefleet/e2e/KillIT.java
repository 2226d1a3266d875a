package io.pulsefleet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.e2e.Receiver.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} of agent, hub or PostgreSQL at any moment: nothing sealed is lost, nothing is stored twice, and windows
 * follow one another without gap or overlap (PA-05, PA-06). The agent is killed in the middle of pushes as well.
 */
class KillIT {

    private static final Map<String, String> FAST = Map.of(
            "PULSE_PLAN_SYSTEM_EVERY", "100ms",
            "PULSE_SYSTEM_EVERY", "100ms",
            "PULSE_HEARTBEAT_EVERY", "1s");
    /** {@code -Dkill.rounds=20}, {@code -Dkill.pushes=100} for a longer look. */
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 1);

    private static final int PUSHES = Integer.getInteger("kill.pushes", 2);

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int LONGEST_AFTER_A_PUSH_MILLIS = 1_000;

    @Test
    void nothingSealedIsLostAndNothingIsStoredTwice() throws Exception {
        try (var receiver = new Receiver();
                var stack = Stack.beside(Shared.emptyFolder("kill"), FAST)) {
            var windows = new WindowBooks(stack, receiver);
            windows.configureAgent();
            stack.start();
            var books = new Books(stack);
            awaitFrames(books, 20);

            for (int round = 0; round < ROUNDS; round++) {
                killHub(stack, books);
                killPostgres(stack, books);
                killAgent(stack, books);
                killAll(stack, books);
            }
            killDuringPushes(stack, receiver, books);

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
            windows.awaitAllPushed(LONGEST);
            stack.agent().stop(); // no window comes between two looks
            windows.mustFollowOneAnother();
        }
    }

    /**
     * While a payload is on its way, while its answer is, and up to a second later, in which the next window is asked,
     * sealed, and sent to the hub and to the URL.
     */
    private static void killDuringPushes(Stack stack, Receiver receiver, Books books) throws Exception {
        var chance = new Random(4);
        var moments = Moment.values();
        for (int kill = 0; kill < PUSHES; kill++) {
            var agent = stack.agent();
            var moment = moments[kill % moments.length];
            var later = moment == Moment.ANSWERED ? chance.nextInt(LONGEST_AFTER_A_PUSH_MILLIS) : 0;
            var killed = receiver.inTheNextPush(moment, () -> {
                Await.pause(Duration.ofMillis(later));
                agent.kill();
            });
            killed.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
            books.note();
            stack.startAgent();
            if (PUSHES > 10) {
                System.out.printf("%s kill %d of %d: %s%n", Instant.now(), kill + 1, PUSHES, moment);
            }
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
