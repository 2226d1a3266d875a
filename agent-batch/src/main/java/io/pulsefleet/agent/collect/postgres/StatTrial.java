package io.pulsefleet.agent.collect.postgres;

import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.jdbc.DatabaseTrial;
import io.pulsefleet.agent.collect.jdbc.Dialect;
import io.pulsefleet.agent.collect.jdbc.Target;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.DatabaseAddress;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.TestOutcome;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Tries a PostgreSQL database as if it were watched, once: all that a visit asks is asked, and nothing of it is told. */
@Dependent
final class StatTrial implements DatabaseTrial {

    private static final int LONGEST_DETAIL = 2_000;

    private final Settings settings;

    @Inject
    StatTrial(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRESQL;
    }

    @Override
    public TestOutcome of(DatabaseAddress address) {
        var begun = System.nanoTime();
        var target = Target.of("test", address);
        var states = States.ofATest();
        var server = PgStatCollector.server(
                settings,
                Questions.shipped(),
                target,
                new Cluster(new StatementTexts(settings.get(PostgresConfig.STATEMENTS_MOST)), System::nanoTime),
                states,
                System::nanoTime);
        try {
            server.visit(new Answers(Instant.now()));
            return outcome(target, server, begun);
        } catch (UnreachableException away) {
            var trouble = states.of(Server.CONNECTION);
            return new TestOutcome(
                    trouble.map(Trouble::state).map(StatTrial::word).orElse("down"),
                    cut(away.getMessage()),
                    null,
                    List.of(),
                    trouble.filter(one -> one.state() == PartState.NO_RIGHTS)
                            .map(one -> Grants.of(target, WatchedDatabases.NEWEST))
                            .orElse(null),
                    milliseconds(begun));
        } finally {
            server.retire();
        }
    }

    private static TestOutcome outcome(Target target, Server server, long begun) {
        var told = server.states().told();
        var lacksGrants = told.stream()
                .anyMatch(state -> state.state() == PartState.NO_RIGHTS || state.state() == PartState.NO_EXTENSION);
        return new TestOutcome(
                told.isEmpty() ? "ok" : "trouble",
                "",
                server.hello().map(Hello::fullVersion).orElse(null),
                told.stream()
                        .map(state -> new TestOutcome.PartState(state.part(), word(state.state()), cut(state.remedy())))
                        .toList(),
                lacksGrants
                        ? Grants.of(target, server.hello().map(Hello::version).orElse(WatchedDatabases.NEWEST))
                        : null,
                milliseconds(begun));
    }

    /** As documents have it. */
    private static String word(PartState state) {
        try {
            return Json.read(Json.bytes(state), String.class);
        } catch (IOException ourBug) {
            throw new IllegalStateException(ourBug);
        }
    }

    private static String cut(String text) {
        return text.length() > LONGEST_DETAIL ? text.substring(0, LONGEST_DETAIL) : text;
    }

    private static long milliseconds(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }
}
