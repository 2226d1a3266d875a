package io.pulsefleet.hub.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** SP-09 */
class OutboxTest {

    private static final UUID AGENT = UUID.fromString("0b8a1f5e-7c1d-4d3e-9d2b-1f0e8c7a6b5d");
    private static final Topic FLEET = new Topic("fleet", Optional.empty());
    private static final Topic HOST = new Topic("host", Optional.of(AGENT));

    private final Outbox outbox = new Outbox();

    @Test
    void whatBecameNewTwiceIsToldOnce() {
        outbox.isNew(HOST);
        outbox.isNew(FLEET);
        outbox.isNew(HOST);

        assertThat(all()).containsExactly("new [host:" + AGENT + ", fleet]");
    }

    @Test
    void aPageThatTakesNothingLosesTheOldestReadingsOnly() {
        IntStream.range(0, Outbox.MOST_READINGS + 5).forEach(i -> outbox.readings("reading " + i));
        outbox.isNew(FLEET);
        outbox.answer("an answer", 10);

        assertThat(all())
                .hasSize(Outbox.MOST_READINGS + 2)
                .startsWith("an answer", "new [fleet]", "reading 5")
                .endsWith("reading " + (Outbox.MOST_READINGS + 4));
    }

    @Test
    void itIsSaidThatReadingsWereLost() {
        IntStream.range(0, Outbox.MOST_READINGS)
                .forEach(i -> assertThat(outbox.readings("reading " + i)).isTrue());

        assertThat(outbox.readings("one too many")).isFalse();
    }

    @Test
    void whatIsNoMoreLookedAtIsNoMoreTold() {
        outbox.isNew(HOST);
        outbox.isNew(FLEET);
        outbox.readings("a reading");
        outbox.only(Set.of(FLEET));

        assertThat(all()).containsExactly("new [fleet]");
    }

    @Test
    void whoAsksAndNeverReadsIsFoundOut() {
        assertThat(outbox.answer("first", 2)).isTrue();
        assertThat(outbox.answer("second", 2)).isTrue();
        assertThat(outbox.answer("third", 2)).isFalse();
    }

    private List<String> all() {
        var all = new ArrayList<String>();
        for (var next = next(); next.isPresent(); next = next()) {
            all.add(next.get());
        }
        return all;
    }

    private Optional<String> next() {
        return outbox.next(topics -> "new " + topics);
    }
}
