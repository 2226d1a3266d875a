package io.pulsefleet.agent.collect.sql;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.pulsefleet.agent.collect.Collector;
import io.pulsefleet.agent.collect.CollectorInfo;
import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.Past;
import io.pulsefleet.agent.collect.PayloadPart;
import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.collect.jdbc.Claim;
import io.pulsefleet.agent.collect.jdbc.Delivered;
import io.pulsefleet.agent.collect.jdbc.Target;
import io.pulsefleet.settings.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks each database the user's own queries (PA-01 to PA-05), once for each window: from the last success to now.
 *
 * <pre>
 * pulsefleet.query.value{query="orders"} 17.0
 * pulsefleet.query.duration{query="orders"} 0.004
 * and one document of the kind queries: the window's payload
 * </pre>
 *
 * <p>(1) Windows of a target follow one another without gap or overlap, whatever fails or crashes: where the next one
 * starts is sealed with what this one found. (2) Where there is no {@code queries.json} there is nothing to ask. (3) One
 * database is asked by one connection at a time.
 */
@Dependent
final class QueriesCollector implements Collector {

    /** Of the agent's own settings. */
    private final Map<String, Target> own;

    private final Delivered delivered;
    private final Claim claim;
    private final QueriesFile file;
    private final boolean fileWasNamed;
    private final Limits limits;
    private final Payload.Whose whose;
    private final Duration firstWindow;
    private final Duration lag;
    private final Optional<Duration> longestWindow;
    private final Map<String, PayloadPart> parts;

    @Inject
    QueriesCollector(Settings settings, Delivered delivered, @Any Instance<PayloadPart> parts) {
        this(settings, delivered, parts.stream().toList());
    }

    QueriesCollector(Settings settings, Delivered delivered, List<PayloadPart> parts) {
        this.delivered = delivered;
        claim = new QueriesClaim(settings);
        own = settings.get(QueriesConfig.TARGETS).stream()
                .collect(toMap(
                        Function.identity(),
                        name -> QueriesConfig.target(settings, name),
                        (one, same) -> one,
                        LinkedHashMap::new));
        file = new QueriesFile(
                QueriesConfig.file(settings),
                () -> known().values().stream().collect(toUnmodifiableMap(Target::name, Target::dialect)));
        fileWasNamed = settings.find(QueriesConfig.FILE).isPresent();
        limits = Limits.from(settings);
        whose = new Payload.Whose(settings.get(QueriesConfig.CLIENT), settings.get(QueriesConfig.SITE));
        firstWindow = settings.get(QueriesConfig.FIRST_WINDOW);
        lag = settings.get(QueriesConfig.LAG);
        longestWindow = settings.find(QueriesConfig.LONGEST_WINDOW);
        this.parts = parts.stream().collect(toUnmodifiableMap(PayloadPart::type, Function.identity()));
    }

    @Override
    public CollectorInfo info() {
        return new CollectorInfo(
                        "queries",
                        "The user's own queries, each window once.",
                        Duration.ofHours(1),
                        List.of(WindowPass.VALUE, WindowPass.DURATION))
                .visiting(
                        "Each database that the settings name or the hub delivers; none while there is no `queries.json`.")
                .sending(WindowPass.KIND, "The answers of a window: the payload, as it is pushed.");
    }

    @Override
    public List<String> targets() {
        return fileWasNamed || file.exists() ? List.copyOf(known().keySet()) : List.of();
    }

    private Map<String, Target> known() {
        var all = new LinkedHashMap<>(own);
        delivered.takenBy(claim).forEach(database -> all.put(database.name(), Target.of(database)));
        return all;
    }

    /** Each query has a time-out of its own, and there may be many. */
    @Override
    public Duration patience() {
        return Duration.ofHours(12);
    }

    /** When the next window can be asked: now, or before it while windows are limited and there is more to catch up. */
    @Override
    public Instant due(Visit rung) throws IOException {
        var window = windowOf(rung, stateOf(rung).state());
        return window.isEmpty() ? rung.at() : window.end().plus(lag);
    }

    @Override
    public Pass begin(Visit visit) throws IOException {
        var target = known().get(visit.target());
        if (target == null) {
            throw new UnreachableException(visit.target() + " is not asked any more", null);
        }
        var known = stateOf(visit);
        var window = windowOf(visit, known.state());
        if (window.isEmpty()) {
            return nothingYet(window);
        }
        var inForce = file.inForce();
        var troubles = new ArrayList<String>();
        known.trouble().ifPresent(troubles::add);
        inForce.mistake().ifPresent(troubles::add);
        inForce.absent().ifPresent(troubles::add);
        return new WindowPass(
                new WindowPass.Asking(target, limits, whose, parts),
                known.state(),
                window,
                inForce.queries().stream()
                        .filter(query -> query.isFor(visit.target()))
                        .toList(),
                troubles);
    }

    /** What is not past yet is read by its schedule, and would be told twice. */
    @Override
    public Optional<String> cannotRead(Past past, Visit visit) throws IOException {
        if (!known().containsKey(visit.target())) {
            return Optional.of("queries: no database '" + visit.target() + "' is asked; there are " + known().keySet());
        }
        var place = visit.place().read();
        var next = place.isPresent() ? WindowState.read(place.get()).nextStart() : visit.at();
        return past.to().isAfter(next)
                ? Optional.of("queries: the window that starts at " + Window.format(next)
                        + " was not read yet and will be by schedule; 'to' must not be after that")
                : Optional.empty();
    }

    /** The same UUID as it had, so that whoever has it already has it once. */
    @Override
    public Pass begin(Past past, Visit visit) throws IOException {
        var target = known().get(visit.target());
        if (target == null) {
            throw new UnreachableException(visit.target() + " is not asked any more", null);
        }
        return new WindowPass(
                new WindowPass.Asking(target, limits, whose, parts),
                WindowState.ofPast(visit.target(), past),
                new Window(past.from(), past.to()),
                file.inForce().queries().stream()
                        .filter(query -> query.isFor(visit.target()))
                        .toList(),
                List.of());
    }

    private Window windowOf(Visit visit, WindowState state) {
        return Window.next(state, visit.at().minus(lag), longestWindow);
    }

    private record Known(WindowState state, Optional<String> trouble) {}

    private Known stateOf(Visit visit) throws IOException {
        var place = visit.place().read();
        try {
            return place.isPresent()
                    ? new Known(WindowState.read(place.get()), Optional.empty())
                    : new Known(clean(visit), Optional.empty());
        } catch (IOException broken) {
            return new Known(
                    clean(visit),
                    Optional.of("how far it was read cannot be understood (" + broken.getMessage()
                            + "); it starts clean, with a window of " + firstWindow));
        }
    }

    private WindowState clean(Visit visit) {
        return WindowState.clean(visit.at().minus(lag), firstWindow);
    }

    /** Not even a run: when it is later than that again, the window goes on where it was. */
    private static Pass nothingYet(Window window) {
        var told = new ArrayList<String>(List.of("the clock was set back: the last window ended at "
                + Window.format(window.start()) + "; nothing is asked before it is later than that"));
        return () -> {
            if (told.isEmpty()) {
                return Optional.empty();
            }
            throw new UnreadableItemException(told.remove(0), null);
        };
    }
}
