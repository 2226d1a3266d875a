package io.pulsefleet.agent.collect.postgres;

import io.pulsefleet.agent.collect.Correlation;
import io.pulsefleet.agent.collect.Glance;
import io.pulsefleet.agent.collect.jdbc.Target;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.postgres.Activity;
import io.pulsefleet.wire.postgres.PostgresKind;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Who does what (PG-01), and who waits for whom (PG-06): looked at every few seconds, and every second while somebody is
 * blocked. The first is told at its own interval and whenever somebody waits, the second at each visit; what happened while
 * somebody was blocked is told whole, at the latest every 10 s.
 */
final class ActivityPart implements Part {

    /** While a neighbour looks, and nobody is blocked here. */
    private static final Duration WATCHED_BY_ANOTHER = Duration.ofSeconds(10);

    private static final Duration WHILE_RECORDING = Duration.ofSeconds(1);
    private static final Duration TELL_WHILE_RECORDING = Duration.ofSeconds(10);

    /** Looking takes the server one part in so many of its time, at the most. */
    private static final int SHARE = 20;

    private final Target target;
    private final Cluster cluster;
    private final Correlation correlation;
    private final Duration sampleEvery;
    private final LongSupplier nanos;
    private final Recorder recorder;
    private final Waits waits = new Waits();
    private Cadence sending;
    private boolean wasRecording;
    private Instant toldAt = Instant.EPOCH;
    private Duration tookBefore = Duration.ZERO;
    private Optional<Sessions> last = Optional.empty();

    ActivityPart(Target target, Settings settings, Cluster cluster, LongSupplier nanos) {
        this.target = target;
        this.cluster = cluster;
        this.correlation = Correlation.from(settings);
        this.sampleEvery = settings.get(PostgresConfig.SAMPLE_EVERY);
        this.recorder = new Recorder(settings.get(PostgresConfig.BLOCKED_THRESHOLD));
        this.sending = Cadence.of(settings.get(PostgresConfig.ACTIVITY_EVERY));
        this.nanos = nanos;
    }

    @Override
    public String name() {
        return "activity";
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
        look(link, hello, answers.at(), () -> mayOthersLook() && cluster.wasSeen(target.name(), answers.at()));
        tell(answers);
    }

    private synchronized void tell(Answers answers) {
        var sessions = last.orElseThrow();
        waits.tell(answers);
        answers.document(PostgresKind.LOCKS.kind(), LockTree.of(sessions));
        if (sessions.hasBlocking() || sending.isDue(answers.at())) {
            sending = sending.after(answers.at(), Duration.ZERO);
            answers.document(PostgresKind.ACTIVITY.kind(), new Activity(sessions.all(), sessions.total(), null));
        }
        recorder.take().ifPresent(episode -> answers.document(Recorder.KIND, episode));
        wasRecording = recorder.isRecording();
        toldAt = answers.at();
    }

    /** A look between visits. */
    Glance glance(Link link, Hello hello, Instant at) throws SQLException {
        if (isSeenByAnother()) {
            return new Glance(againWhileAnotherLooks(), isToBeToldNow(at));
        }
        var begun = nanos.getAsLong();
        look(link, hello, at, this::isSeenByAnother);
        var took = Duration.ofNanos(nanos.getAsLong() - begun);
        var rest = min(took, tookBefore).multipliedBy(SHARE); // once may be chance; a slow server is slow twice
        tookBefore = took;
        return new Glance(max(again(), rest), isToBeToldNow(at));
    }

    /** Where a neighbour looks, and nothing is to be told now. */
    Optional<Glance> glanceSpared(Instant at) {
        return isSeenByAnother() && !isToBeToldNow(at)
                ? Optional.of(new Glance(againWhileAnotherLooks(), false))
                : Optional.empty();
    }

    private Duration againWhileAnotherLooks() {
        return cluster.isSpeaker(target.name()) ? sampleEvery : max(sampleEvery, WATCHED_BY_ANOTHER);
    }

    private void look(Link link, Hello hello, Instant at, BooleanSupplier needless) throws SQLException {
        cluster.look(target.name(), needless, () -> Sessions.read(link, hello, at, correlation));
    }

    private boolean isSeenByAnother() {
        return mayOthersLook() && cluster.wasSeenWithin(target.name(), sampleEvery);
    }

    /** What this or a neighbour looked at: all of it, or what is of this database. */
    synchronized void saw(Sessions all) {
        var sessions = cluster.isSpeaker(target.name()) ? all : all.of(target.database());
        waits.saw(sessions);
        recorder.saw(sessions);
        last = Optional.of(sessions);
    }

    /** Nobody else looks in its place while somebody is blocked here: only from here it is known by name what is waited for. */
    private synchronized boolean mayOthersLook() {
        return !recorder.isRecording()
                && last.filter(sessions -> !sessions.hasBlocking()).isPresent();
    }

    private synchronized Duration again() {
        if (recorder.isRecording()) {
            return WHILE_RECORDING;
        }
        return recorder.untilTooLong(last.orElseThrow())
                .map(left -> max(Duration.ZERO, left))
                .filter(left -> left.compareTo(sampleEvery) < 0)
                .orElse(sampleEvery);
    }

    /** When an episode begins or ends, and now and then while it lasts. */
    private synchronized boolean isToBeToldNow(Instant at) {
        return recorder.isRecording() != wasRecording
                || (recorder.isRecording() && !at.isBefore(toldAt.plus(TELL_WHILE_RECORDING)));
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
