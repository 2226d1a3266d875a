package io.pulsefleet.hub.jobs;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Narrowed;
import io.pulsefleet.hub.http.Moments;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.schedule.MistakenScheduleException;
import io.pulsefleet.settings.schedule.Schedule;
import io.pulsefleet.settings.schedule.Timetable;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What a schedule leads to, reckoned as agents do. */
@Path("schedules/preview")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class SchedulePreviewResource {

    private static final int MOST = 50;
    private static final Setting<Duration> EVERY = Setting.duration("every", "", "");

    /**
     * @param every the interval that counts where the schedule has no {@code cron}
     * @param zone by whose clocks the schedule is meant
     * @param rest why nothing is visited now: paused, hours; left out: it is
     * @param next none where none is to come
     */
    public record Preview(String schedule, Duration every, String zone, String rest, List<Instant> next) {}

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(
            summary = "The next visits of a schedule",
            description = "Of one as the settings pulse.*.schedule have it, whether it is set anywhere or not.")
    @APIResponse(responseCode = "200", description = "Its next moments")
    @APIResponse(responseCode = "400", description = "The schedule is wrong: which clause, and what it may be")
    public Preview preview(
            @Parameter(
                            description = "Clauses with semicolons between them; empty: the interval alone",
                            example = "cron 30 2 * * Mon-Fri; zone Europe/Berlin; not Sat,Sun")
                    @QueryParam("schedule")
                    @DefaultValue("")
                    String schedule,
            @Parameter(description = "As 10s, 5m, 1h or 1d; 10s by default") @QueryParam("every") @DefaultValue("10s")
                    String every,
            @Parameter(description = "After this moment; now by default") @QueryParam("from") String from,
            @Parameter(description = "1 to 50; 5 by default") @QueryParam("limit") @DefaultValue("5") String limit) {
        var timetable = new Timetable(read(schedule), interval(every));
        var begin = Moments.read("from", from).orElseGet(Instant::now);
        return new Preview(
                schedule,
                timetable.every(),
                timetable.schedule().zone().getId(),
                timetable.schedule().paused() ? "paused" : timetable.rests(begin) ? "hours" : null,
                timetable.after(begin, JobQuestion.limit(limit, MOST)).toList());
    }

    private static Schedule read(String text) {
        try {
            return Schedule.of(text);
        } catch (MistakenScheduleException why) {
            throw Problems.badField("schedule", why.getMessage());
        }
    }

    private static Duration interval(String text) {
        if (Setting.Kind.DURATION.mistake(text).isPresent()) {
            throw Problems.badField("every", "must be an interval, as 10s, 5m, 1h or 1d");
        }
        var every = EVERY.read().apply(text);
        if (every.isNegative() || every.isZero()) {
            throw Problems.badField("every", "must be longer than nothing");
        }
        return every;
    }
}
