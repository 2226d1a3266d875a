package io.pulsefleet.agent.collect.pglog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class EventsTest {

    private final Events events = new Events();

    @Test
    void thereAreMoreThanFortyEachWithAName() {
        assertThat(Events.TABLE).hasSizeGreaterThan(40);
        assertThat(new HashSet<>(Events.TABLE.stream().map(Event::name).toList()))
                .hasSameSizeAs(Events.TABLE);
        assertThat(Events.TABLE).allSatisfy(event -> {
            assertThat(event.name()).matches("[a-z][a-z_]+");
            assertThat(event.about()).isNotBlank().doesNotContain("|");
            assertThat(event.states()).allMatch(state -> state.matches("[0-9A-Z]{5}"));
            assertThat(event.states().size() + event.messages().size()).isPositive();
        });
    }

    /** Every message is that of its own event and no earlier one's, with a SQLSTATE and without. */
    @Test
    void eachIsKnownByEachOfItsMessages() {
        for (var event : Events.TABLE) {
            for (var pattern : event.messages()) {
                var message = pattern.startsWith("*") ? "x" + pattern.replace("*", " y ") : pattern.replace("*", "y");
                assertThat(name("ERROR", null, message)).as(pattern).isEqualTo(event.name());
                for (var state : event.states()) {
                    assertThat(name("ERROR", state, message))
                            .as(state + " " + pattern)
                            .isEqualTo(event.name());
                }
            }
        }
    }

    @Test
    void aStateTellsInAnyLanguage() {
        assertThat(name("FEHLER", "40P01", "Verklemmung entdeckt")).isEqualTo("deadlock_detected");
        assertThat(name("FEHLER", "57014", "storniere Anfrage wegen Zeitüberschreitung der Anfrage"))
                .isEqualTo("statement_cancelled");
        assertThat(name("FEHLER", "28000", "?")).isEqualTo("authentication_failed");
        assertThat(name("FEHLER", "53200", "?")).isEqualTo("out_of_memory");
        assertThat(name("FEHLER", "40001", "?")).isEqualTo("serialization_failure");
        assertThat(name("FEHLER", "57P01", "?")).isEqualTo("session_terminated");
        assertThat(name("FEHLER", "55P03", "?")).isEqualTo("lock_not_available");
    }

    @Test
    void whatASessionIsOnlyToldIsNoEvent() {
        assertThat(name("NOTICE", null, "deadlock detected")).isEqualTo("none");
        assertThat(name("DEBUG1", "00000", "checkpoint starting: x")).isEqualTo("none");
        assertThat(name("LOG", "00000", "something else")).isEqualTo("none");
        assertThat(name("LOG", "00000", "")).isEqualTo("none");
    }

    private String name(String severity, String state, String message) {
        return events.of(severity, state, message).map(Event::name).orElse("none");
    }
}
