package io.pulsefleet.agent.jobs;

import static io.pulsefleet.wire.Metric.gauge;

import io.pulsefleet.agent.collect.Collector;
import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Reading;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * One visit as its runner sees it: hands on what the collector reads, and ends with what the runner itself measured.
 *
 * <pre>
 * pulsefleet.collector.up 1.0          0: the target is away, or the visit failed
 * pulsefleet.collector.duration 0.012  seconds
 * pulsefleet.collector.readings 124.0
 * pulsefleet.collector.errors 0.0      items that could not be read, and one more if the visit failed
 * </pre>
 */
final class Round {

    private static final Metric UP =
            gauge("pulsefleet.collector.up", "1", "Whether the last visit reached its target.");
    private static final Metric DURATION = gauge("pulsefleet.collector.duration", "s", "How long the visit took.");
    private static final Metric READINGS = gauge("pulsefleet.collector.readings", "{reading}", "What the visit found.");
    private static final Metric ERRORS = gauge("pulsefleet.collector.errors", "{error}", "What it could not read.");

    /** So many readings and our own fill one metric set; a visit that finds more would never end well. */
    private static final int MOST_ITEMS = MetricSet.MOST_POSITIONS - 4;

    enum Outcome {
        UNDER_WAY,
        WELL,
        /** The target is away: an answer. */
        UNREACHABLE,
        FAILED
    }

    private final Collector collector;
    private final LongSupplier nanos;
    private final long begunAt;

    private Visit visit;
    private Optional<Pass> pass = Optional.empty();
    private Iterator<Found> last = List.<Found>of().iterator();
    private Optional<String> reached = Optional.empty();
    private Outcome outcome = Outcome.UNDER_WAY;
    private Optional<Exception> trouble = Optional.empty();
    private int readings;
    private int broken;

    /** @param visit at the moment of the ring */
    Round(Collector collector, Visit visit, LongSupplier nanos) {
        this.collector = collector;
        this.visit = visit;
        this.nanos = nanos;
        this.begunAt = nanos.getAsLong();
    }

    /** The next that was found; the last readings are our own, behind them comes what is no reading. Then: empty. */
    Optional<Found> next() {
        while (outcome == Outcome.UNDER_WAY) {
            var reading = ask();
            if (reading.isPresent()) {
                return reading.map(this::number);
            }
        }
        return last.hasNext() ? Optional.of(last.next()) : Optional.empty();
    }

    /** Empty when there is no more, or when there is one that cannot be read. */
    private Optional<Reading> ask() {
        try {
            var reading = pass().next();
            if (reading.isEmpty()) {
                end(Outcome.WELL);
                return reading;
            }
            readings++;
            refuseTooMany();
            return reading;
        } catch (UnreadableItemException item) {
            broken++;
            trouble = Optional.of(item);
        } catch (UnreachableException away) {
            end(Outcome.UNREACHABLE, away);
        } catch (IOException | RuntimeException failed) {
            end(Outcome.FAILED, failed);
        }
        if (broken > MOST_ITEMS) {
            end(Outcome.FAILED, new IOException("found more than " + MOST_ITEMS + " items that cannot be read"));
        }
        return Optional.empty();
    }

    private void refuseTooMany() throws IOException {
        if (readings > MOST_ITEMS) {
            throw new IOException("found more than " + MOST_ITEMS + " readings");
        }
    }

    private Pass pass() throws IOException {
        if (pass.isEmpty()) {
            visit = new Visit(visit.target(), collector.due(visit), visit.place());
            pass = Optional.of(collector.begin(visit));
        }
        return pass.get();
    }

    private void end(Outcome how, Exception why) {
        trouble = Optional.of(why);
        end(how);
    }

    private void end(Outcome how) {
        outcome = how;
        var rest = how == Outcome.FAILED ? Optional.<Found>empty() : rest();
        close();
        var seconds = (nanos.getAsLong() - begunAt) / 1e9;
        var own = Stream.of(
                UP.read(visit.at(), outcome == Outcome.WELL ? 1 : 0),
                DURATION.read(visit.at(), seconds),
                READINGS.read(visit.at(), readings),
                ERRORS.read(visit.at(), outcome == Outcome.FAILED ? broken + 1 : broken));
        last = Stream.concat(own.map(this::number), rest.stream()).iterator();
    }

    /** A visit that failed, by a mistake of ours say, is taken at its word in nothing: the next one tries the same again. */
    private Optional<Found> rest() {
        reached = pass.flatMap(Pass::reached);
        var documents = pass.map(Pass::documents).orElse(List.of());
        var lines = pass.map(Pass::lines).orElse(List.of());
        return documents.isEmpty() && lines.isEmpty() && reached.isEmpty()
                ? Optional.empty()
                : Optional.of(new Found.Rest(visit, documents, lines, reached));
    }

    private Found number(Reading reading) {
        return new Found.OneReading(visit, reading);
    }

    private void close() {
        try {
            if (pass.isPresent()) {
                pass.get().close();
            }
        } catch (IOException notClosed) {
            trouble = trouble.or(() -> Optional.of(notClosed));
        }
    }

    Visit visit() {
        return visit;
    }

    /** Whether the target was read on, though not yet up to this moment: it is to be visited again at once. */
    boolean isBehind(Instant moment) {
        return outcome == Outcome.WELL && reached.isPresent() && visit.at().isBefore(moment);
    }

    Outcome outcome() {
        return outcome;
    }

    /** Items that could not be read. */
    int broken() {
        return broken;
    }

    /** What went wrong, though the visit may have ended well. */
    Optional<Exception> trouble() {
        return trouble;
    }
}
