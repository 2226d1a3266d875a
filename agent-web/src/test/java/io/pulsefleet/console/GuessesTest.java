package io.pulsefleet.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GuessesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final Guesses guesses = new Guesses();

    @Test
    void fourWrongOnesCostNothing() {
        guessWrong(4);

        assertThat(guesses.wait("a", NOW)).isZero();
    }

    @Test
    void eachFurtherOneWaitsTwiceAsLong() {
        guessWrong(Guesses.FREE);
        assertThat(guesses.wait("a", NOW)).isEqualTo(Duration.ofSeconds(1));

        guessWrong(2);
        assertThat(guesses.wait("a", NOW)).isEqualTo(Duration.ofSeconds(4));

        guessWrong(100);
        assertThat(guesses.wait("a", NOW)).isEqualTo(Guesses.LONGEST);
    }

    @Test
    void aRightOneClearsIt() {
        guessWrong(Guesses.FREE);

        guesses.right("a");

        assertThat(guesses.wait("a", NOW)).isZero();
    }

    @Test
    void anotherAddressDoesNotWait() {
        guessWrong(Guesses.FREE);

        assertThat(guesses.wait("b", NOW)).isZero();
    }

    private void guessWrong(int times) {
        for (int i = 0; i < times; i++) {
            guesses.wrong("a", NOW);
        }
    }
}
