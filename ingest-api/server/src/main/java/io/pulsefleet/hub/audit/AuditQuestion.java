package io.pulsefleet.hub.audit;

import io.pulsefleet.hub.http.Moments;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.audit.AuditFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;

/** What is asked of the log, as the parameters say. */
final class AuditQuestion {

    private static final Set<String> KNOWN = Set.of(
            "from", "to", "who", "kind", "address", "action", "object", "outcome", "q", "cursor", "limit", "format");
    private static final Set<String> OUTCOMES = Set.of("done", "refused", "failed");
    private static final int LONGEST = 300;

    private AuditQuestion() {}

    /** @throws jakarta.ws.rs.WebApplicationException 400 that names the parameter */
    static AuditFilter filter(MultivaluedMap<String, String> asked) {
        asked.keySet().stream()
                .filter(name -> !KNOWN.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw Problems.badField(
                            name,
                            "there is no such parameter; there are "
                                    + KNOWN.stream().sorted().toList());
                });
        var outcome = text(asked, "outcome");
        if (!outcome.isEmpty() && !OUTCOMES.contains(outcome)) {
            throw Problems.badField("outcome", "must be done, refused or failed");
        }
        var from = moment("from", asked.getFirst("from"));
        var to = moment("to", asked.getFirst("to"));
        if (from != null && to != null && !from.isBefore(to)) {
            throw Problems.badField("to", "must be later than 'from'");
        }
        return new AuditFilter(
                from,
                to,
                text(asked, "who"),
                text(asked, "kind"),
                text(asked, "address"),
                text(asked, "action"),
                text(asked, "object"),
                outcome,
                text(asked, "q"));
    }

    private static String text(MultivaluedMap<String, String> asked, String name) {
        var text = asked.getFirst(name);
        if (text == null) {
            return "";
        }
        if (text.length() > LONGEST) {
            throw Problems.badField(name, "must have " + LONGEST + " characters at most");
        }
        return text;
    }

    /** Null: not said. */
    static Instant moment(String name, String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            var moment = Instant.parse(text);
            Moments.check(name, moment);
            return moment;
        } catch (DateTimeException unreadable) {
            throw Problems.badField(name, "must be a moment as 2026-11-22T10:15:00Z");
        }
    }

    static long number(String name, String text, long least, long most) {
        if (!text.matches("[0-9]{1,18}") || Long.parseLong(text) < least || Long.parseLong(text) > most) {
            throw Problems.badField(name, "must be from " + least + " to " + most);
        }
        return Long.parseLong(text);
    }
}
