package io.pulsefleet.agent.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TroublesTest {

    private final Troubles troubles = new Troubles();
    private final Logger log = Logger.getLogger(Troubles.class.getName());
    private final Lines lines = new Lines();

    @BeforeEach
    void listen() {
        log.addHandler(lines);
    }

    @AfterEach
    void leave() {
        log.removeHandler(lines);
    }

    @Test
    void isSaidOnceInTheLogWhenItBeginsAndOnceWhenItIsOver() {
        troubles.tell("clock", "clock: 7 s ahead");
        troubles.tell("clock", "clock: 8 s ahead");
        troubles.over("clock", "clock: well again");
        troubles.over("clock", "clock: well again");

        assertThat(lines.said).containsExactly("clock: 7 s ahead", "clock: well again");
    }

    @Test
    void theNewestSentenceStandsAsLongAsItLasts() {
        troubles.tell("clock", "clock: 7 s ahead");
        troubles.tell("spool", "spool: full");
        troubles.tell("clock", "clock: 8 s ahead");
        assertThat(troubles.now()).containsExactly("clock: 8 s ahead", "spool: full");

        troubles.over("clock", "clock: well again");
        assertThat(troubles.now()).containsExactly("spool: full");
    }

    private static final class Lines extends Handler {

        final List<String> said = new ArrayList<>();

        @Override
        public void publish(LogRecord line) {
            said.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void aThingThatIsNoMoreHindersNobodyAndOthersStay() {
        for (var thing : new String[] {
            "pg-stat shop", "pg-stat shop statements", "pg-stat shop items", "overrun pg-stat shop", "pg-stat shop2"
        }) {
            troubles.tell(thing, thing + ": is bad");
        }

        troubles.noMore("pg-stat shop");

        assertThat(troubles.now()).containsExactly("pg-stat shop2: is bad");
    }
}
