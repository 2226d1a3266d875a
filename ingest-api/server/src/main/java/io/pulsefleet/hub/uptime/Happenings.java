package io.pulsefleet.hub.uptime;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.uptime.Incidents;
import io.pulsefleet.store.uptime.Incidents.Filter;
import io.pulsefleet.store.uptime.Incidents.Incident;
import io.pulsefleet.store.uptime.Incidents.Note;
import io.pulsefleet.store.uptime.States;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What happened to monitors, and what people say of it. */
@ApplicationScoped
public class Happenings {

    private static final Logger LOG = System.getLogger(Happenings.class.getName());
    private static final int LONGEST_NOTE = 2_000;
    private static final int MOST_NOTES = 100;

    @Inject
    States states;

    @Inject
    Incidents incidents;

    /**
     * The newest first.
     *
     * @param total how many there are, whatever part of them this is
     */
    public record IncidentList(long total, List<IncidentView> incidents) {}

    /**
     * @param state the gravest it came to: down, regional
     * @param closedAt left out: it is open
     * @param acknowledgedAt left out: nobody has said that he sees to it
     * @param notes the earliest first; only of one that is asked for by itself
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record IncidentView(
            long id,
            int monitor,
            String name,
            Instant openedAt,
            Instant closedAt,
            String state,
            String reason,
            Instant acknowledgedAt,
            String acknowledgedBy,
            List<NoteView> notes) {

        static IncidentView of(Incident one, List<NoteView> notes) {
            return new IncidentView(
                    one.id(),
                    one.monitor(),
                    one.name(),
                    one.openedAt(),
                    one.closedAt(),
                    one.state(),
                    one.reason(),
                    one.acknowledgedAt(),
                    one.acknowledgedBy(),
                    notes);
        }
    }

    /** @param isPublic whether the public status page shows it, where it shows the monitor */
    public record NoteView(
            Instant at,
            String by,
            String text,
            @JsonProperty("public") boolean isPublic) {}

    /** @param isPublic left out: it is for us only */
    public record NoteForm(
            String text, @JsonProperty("public") Boolean isPublic) {}

    /** The newest first. */
    public record EventList(List<EventView> events) {}

    /** A change of state. */
    public record EventView(Instant at, String was, String became, String reason) {}

    IncidentList incidents(Filter filter, int offset, int limit) {
        var page = incidents.page(filter, offset, limit);
        return new IncidentList(
                page.total(),
                page.incidents().stream().map(one -> IncidentView.of(one, null)).toList());
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    IncidentView incident(long id) {
        var found = incidents.find(id).orElseThrow(() -> Problems.notFound("There is no incident " + id + "."));
        var notes = incidents.notes(List.of(id), false).stream()
                .map(note -> new NoteView(note.at(), note.by(), note.text(), note.isPublic()))
                .toList();
        return IncidentView.of(found, notes);
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    @Transactional
    public IncidentView acknowledge(long id, String by) {
        var before = incident(id);
        if (before.acknowledgedAt() == null) {
            incidents.acknowledge(id, now(), by);
            LOG.log(Level.INFO, "{0} sees to the incident {1} of ''{2}''.", by, id, before.name());
        }
        return incident(id);
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400 that names the field, 404, 409 where there are too many */
    @Transactional
    public IncidentView note(long id, NoteForm form, String by) {
        incident(id);
        if (form.text() == null || form.text().isBlank() || form.text().length() > LONGEST_NOTE) {
            throw Problems.badField("text", "must have 1 to " + LONGEST_NOTE + " characters");
        }
        var note = new Note(id, now(), by, form.text(), form.isPublic() != null && form.isPublic());
        if (!incidents.add(note, MOST_NOTES)) {
            throw Problems.conflict("The incident has " + MOST_NOTES + " notes, and more it cannot have.");
        }
        return incident(id);
    }

    EventList events(int monitor, Asked.Span span, int limit) {
        return new EventList(states.events(monitor, span.from(), span.to(), limit).stream()
                .map(one -> new EventView(one.at(), one.was(), one.became(), one.reason()))
                .toList());
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
