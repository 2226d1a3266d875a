package io.pulsefleet.cli;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lines of logs, or events, as they come. */
@Command(
        name = "tail",
        description = {
            "Lines of logs as they come, or with --events what happens on hosts; until it is interrupted.",
            "While the hub is away it says so and goes on afterwards."
        })
final class Tail implements Callable<Integer> {

    private static final String WAIT_SECONDS = "10";
    private static final Duration BETWEEN_EVENTS = Duration.ofSeconds(2);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(3);

    /** What comes late, from a host that was away for a moment, is told as well. */
    private static final Duration LOOK_BACK = Duration.ofMinutes(2);

    private static final int MOST_REMEMBERED = 10_000;

    private final Terminal terminal;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "A hostname or an id; may be given more than once; all by default.")
    private List<String> hosts = List.of();

    @Option(names = "--events", description = "Events, and not lines of logs.")
    private boolean events;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Of events: as login.failed or login.*; may be given more than once.")
    private List<String> types = List.of();

    @Option(
            names = "--source",
            paramLabel = "FILE",
            description = "Of logs: as /var/log/app/*.log; with ! in front all others.")
    private List<String> sources = List.of();

    @Option(
            names = "--field",
            paramLabel = "NAME:VALUE",
            description = "Of logs: as user:root; may be given more than once.")
    private List<String> fields = List.of();

    @Option(names = "--without", paramLabel = "TEXT", description = "Of logs: what a line must not contain.")
    private List<String> without = List.of();

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description = "What a line or an event contains, in capitals or not.")
    private List<String> texts = List.of();

    @Option(
            names = "--severity",
            paramLabel = "SEVERITY",
            description = "Of logs: at least, as WARN; of events: info, warning or error.")
    private String severity = "";

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "Ends after so many.")
    private long most = Long.MAX_VALUE;

    @Option(names = "--json", description = "Each as one line of JSON, as the hub answers it.")
    private boolean json;

    private long told;

    Tail(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        var hub = terminal.hub();
        if (events) {
            followEvents(hub);
        } else {
            followLines(hub);
        }
        return Exit.DONE.code();
    }

    private void followLines(Hub hub) throws InterruptedException {
        var cursor = hub.get("logs/tail", lineFilter("")).get("cursor").text();
        terminal.remark("following");
        var isAway = false;
        while (told < most) {
            try {
                var answer = hub.get("logs/tail", lineFilter(cursor));
                isAway = back(isAway);
                answer.get("lines").list().forEach(this::tellLine);
                if (answer.get("not_shown").value() instanceof Number left && left.longValue() > 0) {
                    terminal.remark("... and %d lines more: choose fewer".formatted(left.longValue()));
                }
                cursor = answer.get("cursor").text();
            } catch (RefusedException refused) {
                isAway = away(refused, isAway);
            }
        }
    }

    private Map<String, List<String>> lineFilter(String cursor) {
        var query = new HashMap<String, List<String>>();
        query.put("agent", hosts);
        query.put("source", sources);
        query.put("field", fields);
        query.put("without", without);
        query.put("text", texts);
        query.put("severity", List.of(severity));
        query.put("cursor", List.of(cursor));
        query.put("wait", List.of(WAIT_SECONDS));
        return query;
    }

    private void tellLine(Json line) {
        tell(
                line,
                line.get("at").text(),
                line.get("hostname").text(),
                line.get("source").text(),
                line.get("severity").text(),
                line.get("text").text());
    }

    private void followEvents(Hub hub) throws InterruptedException {
        Set<String> seen = Collections.newSetFromMap(new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > MOST_REMEMBERED;
            }
        });
        newEvents(hub, seen); // of before: known, and not told
        terminal.remark("following");
        var isAway = false;
        while (told < most) {
            Thread.sleep(BETWEEN_EVENTS.toMillis());
            try {
                var fresh = newEvents(hub, seen);
                isAway = back(isAway);
                fresh.forEach(this::tellEvent);
            } catch (RefusedException refused) {
                isAway = away(refused, isAway);
            }
        }
    }

    /** The oldest first. */
    private List<Json> newEvents(Hub hub, Set<String> seen) {
        var answer = hub.get(
                "events",
                Map.of(
                        "agent",
                        hosts,
                        "type",
                        types,
                        "text",
                        texts,
                        "severity",
                        List.of(severity),
                        "from",
                        List.of(Instant.now().minus(LOOK_BACK).toString()),
                        "limit",
                        List.of("2000")));
        var fresh = new ArrayList<>(answer.get("events").list().stream()
                .filter(event -> seen.add(Json.text(event.value())))
                .toList());
        Collections.reverse(fresh);
        return fresh;
    }

    private void tellEvent(Json event) {
        tell(
                event,
                event.get("at").text(),
                event.get("hostname").text(),
                event.get("severity").text(),
                event.get("type").text(),
                event.get("message").text());
    }

    private void tell(Json one, String... parts) {
        if (told < most) {
            told++;
            if (json) {
                terminal.json(one);
            } else {
                terminal.say(Stream.of(parts).filter(part -> !part.isEmpty()).collect(joining(" ")));
            }
        }
    }

    private boolean away(RefusedException refused, boolean isAway) throws InterruptedException {
        if (refused.exit() != Exit.AWAY) {
            throw refused;
        }
        if (!isAway) {
            terminal.remark("pulse: " + refused.getMessage() + " (trying again)");
        }
        Thread.sleep(BETWEEN_TRIES.toMillis());
        return true;
    }

    private boolean back(boolean wasAway) {
        if (wasAway) {
            terminal.remark("the hub is back");
        }
        return false;
    }
}
