package io.pulsefleet.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.jobs.PastWindows.Place;
import io.pulsefleet.agent.jobs.PastWindows.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PastWindowsTest {

    private static final Instant FROM = Instant.parse("2026-11-21T00:00:00Z");
    private static final Instant TO = FROM.plusSeconds(150);
    private static final Optional<Duration> MINUTE = Optional.of(Duration.ofMinutes(1));

    @Test
    void theLastWindowOfEachTargetMayBeShorter() {
        assertThat(allOf(new PastWindows(List.of("b", "a"), FROM, TO, MINUTE, Optional.empty())))
                .containsExactly(
                        window("a", 0, 60),
                        window("a", 60, 120),
                        window("a", 120, 150),
                        window("b", 0, 60),
                        window("b", 60, 120),
                        window("b", 120, 150));
        assertThat(allOf(new PastWindows(List.of("a"), FROM, TO, Optional.empty(), Optional.empty())))
                .containsExactly(window("a", 0, 150));
    }

    @Test
    void goesOnFromAnyPlaceWithWhatIsLeft() {
        var targets = List.of("a", "b", "c");
        var all = allOf(new PastWindows(targets, FROM, TO, MINUTE, Optional.empty()));
        var first = new PastWindows(targets, FROM, TO, MINUTE, Optional.empty());
        for (int given = 0; given <= all.size(); given++) {
            var rest = new PastWindows(targets, FROM, TO, MINUTE, Optional.of(first.place()));
            assertThat(rest.left()).as("after %s windows", given).isEqualTo(all.size() - given);
            assertThat(allOf(rest)).as("after %s windows", given).isEqualTo(all.subList(given, all.size()));
            first.next();
        }
    }

    @Test
    void aTargetThatIsGoneMeanwhileIsLeftOut() {
        assertThat(allOf(after(List.of("a", "c"), new Place("b", FROM.plusSeconds(60)))))
                .extracting(Window::target)
                .containsOnly("c")
                .hasSize(3);
        assertThat(allOf(after(List.of("a"), new Place("b", FROM.plusSeconds(60)))))
                .isEmpty();
        assertThat(after(List.of("a"), new Place("b", FROM.plusSeconds(60))).left())
                .isZero();
    }

    private static PastWindows after(List<String> targets, Place place) {
        return new PastWindows(targets, FROM, TO, MINUTE, Optional.of(place));
    }

    private static List<Window> allOf(PastWindows windows) {
        var all = new ArrayList<Window>();
        for (var one = windows.next(); one.isPresent(); one = windows.next()) {
            all.add(one.get());
        }
        return all;
    }

    private static Window window(String target, int from, int to) {
        return new Window(target, FROM.plusSeconds(from), FROM.plusSeconds(to));
    }
}
