package io.pulsefleet.agent.collect.plugins;

import io.pulsefleet.agent.collect.command.Command;
import io.pulsefleet.agent.collect.exposition.BrokenTextException;
import io.pulsefleet.agent.collect.exposition.Exposition;
import io.pulsefleet.agent.collect.exposition.Limits;
import io.pulsefleet.wire.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The numbers that a program printed.
 *
 * @param leftOut how many were not taken
 * @param why the first of them was not
 */
record Output(List<Reading> readings, int leftOut, Optional<String> why) {

    private static final Pattern CHECK = Pattern.compile("[^{#]*\\b(OK|WARNING|CRITICAL|UNKNOWN|WARN|CRIT)\\b.*");

    /** How it is printed. */
    enum Format {
        /** It is seen by itself. */
        AUTO,
        OPENMETRICS,
        JSON,
        NAGIOS;

        /** A check says by its exit code how it is: from 0 to 3, with a word of it, or numbers behind a bar. */
        Format of(Command.Outcome outcome) {
            if (this != AUTO) {
                return this;
            }
            var text = outcome.output().stripLeading();
            if (text.startsWith("{")) {
                return JSON;
            }
            var first = text.lines().findFirst().orElse("");
            var isCheck = Check.State.of(outcome.exitCode()).isPresent()
                    && (CHECK.matcher(first).matches() || (first.contains("|") && !first.contains("{")));
            return isCheck ? NAGIOS : OPENMETRICS;
        }
    }

    static Output openMetrics(String text, Instant at, Limits limits) throws BrokenTextException {
        var told = Exposition.read(text, at, limits);
        return new Output(told.readings(), told.leftOut(), told.why());
    }
}
