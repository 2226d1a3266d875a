package io.pulsefleet.hub.uptime;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.http.Seen;
import io.pulsefleet.hub.uptime.Occurrences.Occurrence;
import io.pulsefleet.store.uptime.Exclusion;
import io.pulsefleet.store.uptime.Reports.Excluding;
import io.pulsefleet.store.uptime.Window;
import io.pulsefleet.store.uptime.Windows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** When nobody need be told that something is down, and what is seen is not counted. */
@ApplicationScoped
public class MaintenanceBook implements Excluding {

    private static final Logger LOG = System.getLogger(MaintenanceBook.class.getName());
    private static final int MOST = 1_000;
    private static final int LONGEST_MINUTES = 44_640;
    private static final int SHOWN = 3;
    private static final int PREVIEWED = 6;
    private static final Duration AHEAD = Duration.ofDays(5 * 366);

    @Inject
    Windows stored;

    /** Those that are open at one moment. */
    interface Open {

        /** Of the window that the monitor is in; empty: none. */
        String nameOf(int monitor, Collection<String> tags);
    }

    /**
     * What is said of a window.
     *
     * @param starts on the clocks of the time zone, as 2026-11-22T02:00
     * @param rule as FREQ=WEEKLY;BYDAY=SU; left out: once
     * @param monitors with the tags: for these, and those that have one of the tags. Both left out: for all
     * @param isPublic whether the public status page announces it, by its name
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record WindowForm(
            String name,
            String starts,
            String timeZone,
            Integer minutes,
            String rule,
            List<Integer> monitors,
            List<String> tags,
            @JsonProperty("public") Boolean isPublic) {}

    /** @param next the coming ones, one that is open among them */
    @JsonNaming(SnakeCaseStrategy.class)
    public record WindowView(
            int id,
            String name,
            String starts,
            String timeZone,
            int minutes,
            String rule,
            List<Integer> monitors,
            List<String> tags,
            @JsonProperty("public") boolean isPublic,
            Instant changedAt,
            String changedBy,
            List<SpanView> next) {}

    /** @param to not included */
    public record SpanView(Instant from, Instant to) {}

    /** By name. */
    public record WindowList(List<WindowView> windows) {}

    List<Window> windows() {
        return stored.all();
    }

    WindowList all() {
        var now = Instant.now();
        return new WindowList(
                stored.all().stream().map(window -> view(window, now)).toList());
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong, 409 */
    WindowView add(WindowForm form, String by) {
        var window = checked(0, form, by);
        if (stored.all().size() >= MOST) {
            throw Problems.conflict("There are " + MOST + " maintenance windows; remove those that are over.");
        }
        var id = stored.add(window).orElseThrow(() -> clash(form));
        LOG.log(Level.INFO, "{0} added the maintenance window ''{1}''.", by, form.name());
        return get(id);
    }

    /**
     * What would be, with more of the coming times; nothing is changed.
     *
     * @param id 0: of a new one
     * @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong, 404
     */
    WindowView preview(int id, WindowForm form, String by) {
        if (id > 0) {
            get(id);
        }
        return view(checked(id, form, by), Instant.now(), PREVIEWED);
    }

    /**
     * @param still is given what is there, and throws where that is another than the caller has seen
     * @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong, 404, 409
     */
    WindowView change(int id, WindowForm form, String by, Seen.Still still) {
        var before = find(id);
        still.is(before.changedBy(), before.changedAt());
        if (!stored.change(checked(id, form, by), before.changedAt())) {
            throw find(id).changedAt().equals(before.changedAt())
                    ? clash(form)
                    : Problems.conflict("Somebody else changed it at the same time; look at it again.");
        }
        LOG.log(Level.INFO, "{0} changed the maintenance window ''{1}''.", by, form.name());
        return get(id);
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    void remove(int id, String by) {
        if (!stored.remove(id)) {
            throw notThere(id);
        }
        LOG.log(Level.INFO, "{0} removed the maintenance window {1}.", by, id);
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    WindowView get(int id) {
        return view(find(id), Instant.now());
    }

    private Window find(int id) {
        return stored.all().stream()
                .filter(window -> window.id() == id)
                .findFirst()
                .orElseThrow(() -> notThere(id));
    }

    private static RuntimeException notThere(int id) {
        return Problems.notFound("There is no maintenance window " + id + ".");
    }

    private static RuntimeException clash(WindowForm form) {
        return Problems.conflict("There is a maintenance window '" + form.name() + "' already.");
    }

    private static Window checked(int id, WindowForm form, String by) {
        var wrong = new Complaints();
        var window = check(id, form, by, wrong);
        wrong.end();
        return window.orElseThrow();
    }

    /** @return empty: something is wrong with it */
    static Optional<Window> check(int id, WindowForm form, String by, Complaints wrong) {
        if (form.name() == null || form.name().isBlank() || form.name().length() > 200) {
            wrong.add("name", "must have 1 to 200 characters");
        }
        if (form.minutes() == null || form.minutes() < 1 || form.minutes() > LONGEST_MINUTES) {
            wrong.add("minutes", "must be from 1 to " + LONGEST_MINUTES);
        }
        complain("time_zone", wrong, () -> Occurrences.zone(String.valueOf(form.timeZone())));
        var starts = new ArrayList<LocalDateTime>();
        complain("starts", wrong, () -> starts.add(local(form.starts())));
        if (form.rule() != null) {
            complain("rule", wrong, () -> Occurrences.rule(form.rule()));
        }
        if (!wrong.fields().isEmpty()) {
            return Optional.empty();
        }
        var window = new Window(
                id,
                form.name(),
                starts.get(0),
                form.timeZone(),
                form.minutes(),
                form.rule(),
                form.monitors() == null ? List.of() : List.copyOf(form.monitors()),
                form.tags() == null ? List.of() : List.copyOf(form.tags()),
                form.isPublic() != null && form.isPublic(),
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                by);
        complain("rule", wrong, () -> upcoming(window, Instant.now()));
        return Optional.of(window);
    }

    private static LocalDateTime local(String text) {
        try {
            return LocalDateTime.parse(String.valueOf(text)).truncatedTo(ChronoUnit.SECONDS);
        } catch (DateTimeException unreadable) {
            throw new IllegalArgumentException("must be a date and a time as 2026-11-22T02:00", unreadable);
        }
    }

    private static void complain(String field, Complaints wrong, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException refused) {
            wrong.add(field, refused.getMessage());
        }
    }

    private static List<Occurrence> upcoming(Window window, Instant now) {
        return Occurrences.of(window, now, now.plus(AHEAD), SHOWN);
    }

    private static WindowView view(Window window, Instant now) {
        return view(window, now, SHOWN);
    }

    private static WindowView view(Window window, Instant now, int shown) {
        return new WindowView(
                window.id(),
                window.name(),
                window.starts().toString(),
                window.timeZone(),
                window.minutes(),
                window.rule(),
                window.monitors(),
                window.tags(),
                window.isPublic(),
                window.changedAt(),
                window.changedBy(),
                readable(window, now, now.plus(AHEAD), shown).stream()
                        .map(one -> new SpanView(one.from(), one.to()))
                        .toList());
    }

    /** Who changes tables may write what he likes; a window that is none is never open. */
    private static List<Occurrence> readable(Window window, Instant from, Instant to, int most) {
        try {
            return Occurrences.of(window, from, to, most);
        } catch (IllegalArgumentException isNone) {
            LOG.log(
                    Level.WARNING,
                    "The maintenance window ''{0}'' is never open: {1}",
                    window.name(),
                    isNone.getMessage());
            return List.of();
        }
    }

    Open openAt(Instant now) {
        var open = stored.all().stream()
                .filter(window -> !readable(window, now, now.plusMillis(1), 1).isEmpty())
                .toList();
        return (monitor, tags) -> open.stream()
                .filter(window -> window.isFor(monitor, tags))
                .findFirst()
                .map(Window::name)
                .orElse("");
    }

    /**
     * One that everybody may know of.
     *
     * @param window for whom it is
     */
    record Announced(Window window, Instant from, Instant to) {}

    /** Public ones that are open at some time of the span, the earliest first. */
    List<Announced> announced(Instant from, Instant to, int most) {
        return stored.all().stream()
                .filter(Window::isPublic)
                .flatMap(window -> readable(window, from, to, most).stream()
                        .map(one -> new Announced(window, one.from(), one.to())))
                .sorted(Comparator.comparing(Announced::from))
                .limit(most)
                .toList();
    }

    @Override
    public List<Exclusion> between(Instant from, Instant to) {
        var windows = stored.all();
        if (windows.isEmpty()) {
            return List.of();
        }
        var monitors = stored.monitors();
        var exclusions = new ArrayList<Exclusion>();
        for (var window : windows) {
            for (var one : readable(window, from, to, MOST)) {
                monitors.stream()
                        .filter(tagged -> window.isFor(tagged.monitor(), tagged.tags()))
                        .forEach(tagged -> exclusions.add(new Exclusion(tagged.monitor(), one.from(), one.to())));
            }
        }
        return exclusions;
    }
}
