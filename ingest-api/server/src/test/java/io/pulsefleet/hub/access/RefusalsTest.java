package io.pulsefleet.hub.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.hub.access.Deed.Outcome;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What is refused is a deed, and a flood of it is none (SP-13). */
class RefusalsTest {

    private final List<Deed> told = new ArrayList<>();
    private final Refusals refusals = new Refusals(new Told(told));

    @Test
    void aThousandWrongPasswordsOfOneAreOneDeed() {
        for (var i = 0; i < 1_000; i++) {
            refusals.note(new Credentials.Password("ann", "guess " + i), "192.0.2.1");
        }
        refusals.throttled("ann", "192.0.2.1");
        refusals.note(new Credentials.Password("ann", "x"), "192.0.2.2");

        assertThat(told)
                .containsExactly(
                        new Deed(
                                "ann",
                                "nobody",
                                "192.0.2.1",
                                "session.begin",
                                "",
                                Outcome.REFUSED,
                                "Password of ann is not known here."),
                        new Deed(
                                "ann",
                                "nobody",
                                "192.0.2.1",
                                "session.throttle",
                                "",
                                Outcome.REFUSED,
                                "Too many wrong passwords."),
                        new Deed(
                                "ann",
                                "nobody",
                                "192.0.2.2",
                                "session.begin",
                                "",
                                Outcome.REFUSED,
                                "Password of ann is not known here."));
    }

    @Test
    void aStrangersNameCannotForgeALine() {
        refusals.note(new Credentials.Password("ann\nREFUSED: bob", "x"), "192.0.2.1");

        assertThat(told.get(0).who()).isEqualTo("ann?REFUSED??bob");
    }

    @Test
    void whatAScriptMayNotIsADeedOfItsToken() {
        var script = new Caller.Sender(UUID.randomUUID(), "deploy", Set.of(Caller.VIEWER), HostGroups.ALL);
        refusals.rights(script, "192.0.2.1", "DELETE", "users/ann", "This is not for it.");

        assertThat(told)
                .containsExactly(new Deed(
                        "deploy",
                        "token",
                        "192.0.2.1",
                        "route.call",
                        "DELETE users/ann",
                        Outcome.REFUSED,
                        "This is not for it."));
    }

    private record Told(List<Deed> told) implements Event<Deed> {

        @Override
        public void fire(Deed deed) {
            told.add(deed);
        }

        @Override
        public <U extends Deed> CompletionStage<U> fireAsync(U deed) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <U extends Deed> CompletionStage<U> fireAsync(U deed, NotificationOptions options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Event<Deed> select(Annotation... qualifiers) {
            return this;
        }

        @Override
        public <U extends Deed> Event<U> select(Class<U> type, Annotation... qualifiers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <U extends Deed> Event<U> select(TypeLiteral<U> type, Annotation... qualifiers) {
            throw new UnsupportedOperationException();
        }
    }
}
