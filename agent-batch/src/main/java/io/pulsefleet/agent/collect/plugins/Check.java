package io.pulsefleet.agent.collect.plugins;

import io.pulsefleet.agent.collect.command.Command;
import io.pulsefleet.agent.collect.exposition.Limits;
import io.pulsefleet.wire.Metric.Kind;
import io.pulsefleet.wire.Position;
import io.pulsefleet.wire.Reading;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a check of Nagios' kind says: a state by its exit code, a sentence, and numbers behind a bar.
 *
 * <pre>
 * DISK WARNING - 4 GB left on /var | '/var'=36GB;32;38;0;40 /=2GB
 * more for people | time=0.012s
 * </pre>
 */
record Check(State state, String message, String numbers) {

    enum State {
        OK(0),
        WARNING(1),
        CRITICAL(2),
        UNKNOWN(3);

        final int exitCode;

        State(int exitCode) {
            this.exitCode = exitCode;
        }

        static Optional<State> of(int exitCode) {
            return Stream.of(values())
                    .filter(state -> state.exitCode == exitCode)
                    .findFirst();
        }
    }

    private static final int LONGEST_MESSAGE = 1_000;
    private static final int LONGEST_NAME = 200;
    private static final Pattern NUMBER = Pattern.compile(
            "\\s*(?:'((?:[^']|'')*)'|([^=\\s']+))=([-+]?[0-9.]+(?:[eE][-+]?\\d+)?|U)([^;\\s]*)(?:;\\S*)?");
    private static final Map<String, String> UNITS = Map.of(
            "B", "By", "KB", "kBy", "MB", "MBy", "GB", "GBy", "TB", "TBy", "us", "us", "ms", "ms", "s", "s", "%", "%");

    /** @throws IOException when no check ends like that */
    static Check of(Command.Outcome outcome) throws IOException {
        var state = State.of(outcome.exitCode())
                .orElseThrow(() -> new IOException(
                        "it ended with " + outcome.exitCode() + ", and a check ends with 0, 1, 2 or 3"));
        var lines = outcome.output().lines().toList();
        var first = lines.isEmpty() ? "" : lines.get(0);
        var message = first.split("\\|", 2)[0].strip();
        return new Check(state, message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)), numbers(lines));
    }

    /** Behind the first line's bar, and behind that of a later line up to the end. */
    private static String numbers(List<String> lines) {
        var numbers = new StringBuilder();
        var behind = false;
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var bar = line.indexOf('|');
            if (behind) {
                numbers.append(' ').append(line);
            } else if (bar >= 0) {
                numbers.append(' ').append(line.substring(bar + 1));
                behind = i > 0;
            }
        }
        return numbers.toString();
    }

    Output readings(Instant at, Limits limits) {
        var readings = new ArrayList<Reading>();
        int leftOut = 0;
        Optional<String> why = Optional.empty();
        var match = NUMBER.matcher(numbers);
        int end = 0;
        while (match.find(end) && match.start() == end) {
            end = match.end();
            var name = match.group(1) == null ? match.group(2) : match.group(1).replace("''", "'");
            if (readings.size() >= limits.series() || name.isBlank() || name.length() > LONGEST_NAME) {
                leftOut++;
                why = why.or(
                        () -> Optional.of("more than " + limits.series() + " numbers, or a name that is too long"));
            } else if (!match.group(3).equals("U")) {
                reading(name, match.group(3), match.group(4), at).ifPresent(readings::add);
            }
        }
        var rest = numbers.substring(end).strip();
        if (!rest.isEmpty()) {
            leftOut++;
            why = why.or(() -> Optional.of("no number of a check: " + rest.substring(0, Math.min(60, rest.length()))));
        }
        return new Output(readings, leftOut, why);
    }

    private static Optional<Reading> reading(String name, String value, String unit, Instant at) {
        try {
            var kind = unit.equals("c") ? Kind.COUNTER : Kind.GAUGE;
            var position =
                    new Position(Told.CHECK_VALUE.name(), kind, UNITS.getOrDefault(unit, "1"), Map.of("name", name));
            return Optional.of(new Reading(position, Double.parseDouble(value), at));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }
}
