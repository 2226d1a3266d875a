package io.pulsefleet.agent.command;

import io.pulsefleet.agent.collect.Past;
import io.pulsefleet.agent.jobs.Backfill;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.CommandInfo;
import io.pulsefleet.wire.channel.CommandInfo.Parameter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** {@code job.backfill}: reads windows that are past, those that are missing or, by its series, one that was told. */
@Dependent
final class JobBackfill implements RemoteCommand {

    private static final String MOMENT = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}[0-9:.]{0,13}Z";

    @Inject
    Backfill backfill;

    @Override
    public CommandInfo info() {
        return CommandInfo.changing(
                "job.backfill",
                "Has a collector that reads windows read some that are past. Told twice they count once; of a collector that"
                        + " knows only the present it is refused.",
                "operator",
                Parameter.text("job", "The collector: queries.").mustBeGiven(),
                Parameter.text(
                        "target",
                        "Which database, as the windows name it; one after the other all of them if not given."),
                Parameter.text("from", "Where the first window begins, as 2026-11-23T10:00:00Z.")
                        .matching(MOMENT)
                        .mustBeGiven(),
                Parameter.text(
                                "to",
                                "Where the last one ends, as 2026-11-23T12:00:00Z; not after what was read by schedule.")
                        .matching(MOMENT)
                        .mustBeGiven(),
                Parameter.text("step", "How long each window is, as 90s, 15m or 1h; one window if not given.")
                        .matching("\\d{1,9}m?[smhd]"),
                Parameter.text("series", "Of a window that is to be told again: its series, which its payload has.")
                        .matching("[0-9a-f-]{36}"),
                Parameter.number("batch", 0, "Of a window that is to be told again: its batch index."));
    }

    @Override
    public RawJson run(Call call) {
        var from = moment(call, "from");
        var to = moment(call, "to");
        return Steering.of(() -> backfill.begin(
                call.text("job").orElseThrow(),
                call.text("target"),
                new Past(from, to, told(call)),
                call.text("step").map(JobBackfill::duration)));
    }

    private static Instant moment(Call call, String name) {
        try {
            return Instant.parse(call.text(name).orElseThrow()).truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeParseException none) {
            throw new RefusedException("'" + name + "' must be a moment, as 2026-11-23T10:00:00Z");
        }
    }

    private static Duration duration(String text) {
        if (Setting.Kind.DURATION.mistake(text).isPresent()) {
            throw new RefusedException("'step' must be a duration, as 15m or 1h");
        }
        return Backfill.readStep(text);
    }

    private static Optional<Past.Told> told(Call call) {
        var batch = call.number("batch"); // 0: not given
        return call.text("series").map(series -> {
            if (batch < 1) {
                throw new RefusedException("'batch' must be the batch index that the window had in its series");
            }
            return new Past.Told(UUID.fromString(series), batch);
        });
    }
}
