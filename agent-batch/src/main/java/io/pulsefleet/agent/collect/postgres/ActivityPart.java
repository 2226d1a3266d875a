package io.pulsefleet.agent.collect.postgres;

import io.pulsefleet.wire.postgres.Activity;
import io.pulsefleet.wire.postgres.PostgresKind;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Who does what (PG-01), and who waits for whom (PG-06): the first at its own interval and whenever somebody waits, the
 * second at each visit.
 */
final class ActivityPart implements Part {

    static final String NAME = "activity";

    private final Correlation correlation;
    private Cadence sending;

    ActivityPart(Correlation correlation, Duration sendEvery) {
        this.correlation = correlation;
        this.sending = Cadence.of(sendEvery);
    }

    @Override
    public String name() {
        return NAME;
    }

    /** At each visit. */
    @Override
    public Duration every() {
        return Duration.ofMillis(1);
    }

    @Override
    public boolean isFor(int version) {
        return version >= 12;
    }

    @Override
    public void read(Link link, Hello hello, Answers answers) throws SQLException {
        var sessions = Sessions.read(link, hello, answers.at(), correlation);
        answers.document(PostgresKind.LOCKS.kind(), LockTree.of(sessions));
        if (sessions.hasBlocking() || sending.isDue(answers.at())) {
            sending = sending.after(answers.at(), Duration.ZERO);
            answers.document(PostgresKind.ACTIVITY.kind(), new Activity(sessions.all(), sessions.total(), null));
        }
    }
}
