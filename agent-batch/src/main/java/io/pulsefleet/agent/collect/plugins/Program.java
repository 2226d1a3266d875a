package io.pulsefleet.agent.collect.plugins;

import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.collect.command.Command;
import io.pulsefleet.agent.collect.exposition.Limits;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.HostEvent;
import io.pulsefleet.wire.Reading;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program that is run, and prints numbers or what a check of Nagios' kind prints.
 *
 * <p>It is given nothing of the agent's environment. One that takes too long or prints too much is ended with all that it
 * started. What a check says is told as an event when it is otherwise than the last time.
 *
 * @param words the program and its arguments; no shell sees them
 */
record Program(
        String name,
        List<String> words,
        Duration interval,
        Duration timeout,
        Output.Format format,
        int mostBytes,
        Limits limits)
        implements PlugIn {

    private static final int LONGEST_REASON = 200;

    @Override
    public Kind kind() {
        return Kind.PROGRAM;
    }

    @Override
    public Optional<Duration> every() {
        return Optional.of(interval);
    }

    @Override
    public Pass begin(Visit visit) throws IOException {
        var outcome = new Command(words, environment(), timeout, mostBytes, true).run();
        return switch (outcome.end()) {
            case NOT_THERE ->
                throw new UnreachableException(words.get(0) + " cannot be started: " + outcome.errors(), null);
            case TOO_SLOW ->
                throw new UnreachableException(
                        "%s takes longer than %d ms; it was ended with all that it started"
                                .formatted(words.get(0), timeout.toMillis()),
                        null);
            case TOO_LONG ->
                throw new IOException("%s prints more than %d bytes; it was ended with all that it started"
                        .formatted(words.get(0), mostBytes));
            case ENDED -> read(outcome, visit);
        };
    }

    private Map<String, String> environment() {
        return Map.of(
                "PATH",
                "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "LANG",
                "C.UTF-8",
                "HOME",
                "/",
                "PULSE_PLUGIN",
                name);
    }

    private Pass read(Command.Outcome outcome, Visit visit) throws IOException {
        var own = new ArrayList<Reading>();
        own.add(Told.EXIT_CODE.read(visit.at(), outcome.exitCode()));
        try {
            return switch (format.of(outcome)) {
                case NAGIOS -> check(Check.of(outcome), own, visit);
                case JSON -> numbers(JsonNumbers.read(well(outcome), visit.at(), limits), own, visit);
                default -> numbers(Output.openMetrics(well(outcome), visit.at(), limits), own, visit);
            };
        } catch (IOException broken) {
            return PlugInPass.failed(own, broken);
        }
    }

    private String well(Command.Outcome outcome) throws IOException {
        if (outcome.isWell()) {
            return outcome.output();
        }
        var why = outcome.errors().isBlank() ? outcome.output() : outcome.errors();
        throw new IOException("%s ended with %d: %s".formatted(words.get(0), outcome.exitCode(), firstLine(why)));
    }

    private static String firstLine(String text) {
        var line = text.lines().map(String::strip).filter(one -> !one.isEmpty()).findFirst();
        return line.map(one -> one.substring(0, Math.min(one.length(), LONGEST_REASON)))
                .orElse("it said nothing");
    }

    private static Pass numbers(Output output, List<Reading> own, Visit visit) {
        own.add(Told.LEFT_OUT.read(visit.at(), output.leftOut()));
        own.addAll(output.readings());
        return PlugInPass.of(own, output.why().map(List::of).orElse(List.of()));
    }

    private Pass check(Check check, List<Reading> own, Visit visit) throws IOException {
        own.add(Told.CHECK_STATE.read(visit.at(), check.state().exitCode));
        var values = check.readings(visit.at(), limits);
        own.addAll(values.readings());
        own.add(Told.LEFT_OUT.read(visit.at(), values.leftOut()));
        var before = visit.place().read();
        var now = check.state().name();
        var events = new ArrayList<Document>();
        if (before.isPresent() && !before.get().equals(now)) {
            var event = new HostEvent("check.state", name, before.get(), now, name + ": " + check.message());
            events.add(event.at(visit.at(), visit.target()));
        }
        return PlugInPass.of(own, values.why().map(List::of).orElse(List.of())).telling(events, now);
    }
}
