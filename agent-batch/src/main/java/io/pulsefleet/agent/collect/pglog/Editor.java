package io.pulsefleet.agent.collect.pglog;

import io.pulsefleet.agent.collect.Correlation;
import io.pulsefleet.wire.postgres.LogEntries.Entry;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** From what stands in the log to what is told of it: named, with its statement apart, cleared of secrets, and not too long. */
final class Editor {

    private static final Set<String> LEVELS = Set.of(
            "DEBUG5", "DEBUG4", "DEBUG3", "DEBUG2", "DEBUG1", "DEBUG", "INFO", "NOTICE", "WARNING", "ERROR", "LOG",
            "FATAL", "PANIC");

    /** The SQLSTATE of what is no error; jsonlog leaves it out. */
    private static final String SUCCESS = "00000";

    private static final String DURATION = "duration: ";
    private static final String UNIT = " ms";
    private static final String PLANNED = "Query Text: ";
    private static final String CUT = " [...]";

    private final Events events = new Events();
    private final Correlation correlation;
    private final Redaction redaction;
    private final int longestText;
    private String lastApplication;
    private String lastCorrelationId;

    /** @param longestText characters of a message, a statement and the like */
    Editor(Correlation correlation, Redaction redaction, int longestText) {
        this.correlation = correlation;
        this.redaction = redaction;
        this.longestText = longestText;
    }

    /** @param seen for an entry that does not tell its time */
    Entry edit(Draft draft, Instant seen) {
        var message = draft.message == null ? "" : draft.message;
        var severity = draft.severity == null ? "LOG" : draft.severity;
        var event = draft.kind == Draft.Kind.STRAY
                ? null
                : events.of(severity, draft.state, message).map(Event::name).orElse(null);
        var duration = durationOf(message);
        if (draft.statement == null) {
            message = withoutStatement(message, duration != null, draft);
        }
        return new Entry(
                draft.timestamp == null ? seen : draft.timestamp,
                levelOf(severity),
                words(message),
                draft.pid,
                draft.user,
                draft.database,
                draft.host,
                draft.application,
                draft.backendType,
                SUCCESS.equals(draft.state) ? null : draft.state,
                words(draft.detail),
                words(draft.hint),
                words(draft.context),
                statement(draft.statement),
                draft.queryId,
                event,
                duration,
                correlationId(draft.application));
    }

    /** One application often has many entries in a row. */
    private String correlationId(String application) {
        if (!Objects.equals(application, lastApplication)) {
            lastApplication = application;
            lastCorrelationId = correlation.idIn(application).orElse(null);
        }
        return lastCorrelationId;
    }

    /** One that is not known, in another language perhaps, is told as it is: short, and in capitals. */
    static String levelOf(String severity) {
        return LEVELS.contains(severity)
                ? severity
                : severity.substring(0, Math.min(20, severity.length())).toUpperCase(Locale.ROOT);
    }

    /** Null where it tells none. */
    private static Double durationOf(String message) {
        if (!message.startsWith(DURATION)) {
            return null;
        }
        int end = message.indexOf(UNIT, DURATION.length());
        if (end < 0 || end - DURATION.length() > 20) {
            return null;
        }
        try {
            return Double.valueOf(message.substring(DURATION.length(), end));
        } catch (NumberFormatException noDuration) {
            return null;
        }
    }

    /** {@code duration: 1.5 ms  execute S_1: SELECT ...} and {@code statement: SELECT ...} lose what stands behind the colon. */
    private static String withoutStatement(String message, boolean timed, Draft draft) {
        int what = timed ? message.indexOf(UNIT, DURATION.length()) + UNIT.length() + 2 : 0;
        if (message.startsWith("plan:", what)) {
            return withoutPlan(message, what + "plan:".length(), draft);
        }
        if (message.startsWith("statement: ", what)
                || message.startsWith("execute ", what)
                || message.startsWith("parse ", what)
                || message.startsWith("bind ", what)
                || message.startsWith("fastpath ", what)) {
            int colon = message.indexOf(": ", what);
            if (colon > 0) {
                draft.statement = message.substring(colon + 2);
                return message.substring(0, colon);
            }
        }
        return message;
    }

    /** auto_explain's: the statement, and behind it the plan. */
    private static String withoutPlan(String message, int end, Draft draft) {
        var plan = message.substring(end).strip();
        if (plan.startsWith(PLANNED)) {
            int cost = plan.indexOf("(cost=");
            int line = cost < 0 ? -1 : plan.lastIndexOf('\n', cost);
            draft.statement = plan.substring(PLANNED.length(), line < 0 ? plan.length() : line);
            plan = line < 0 ? "" : plan.substring(line + 1);
        }
        if (draft.detail == null && !plan.isEmpty()) {
            draft.detail = plan;
        }
        return message.substring(0, end);
    }

    /** Of what was found, for people. */
    String sentence(String text) {
        return cut(redaction.words(text));
    }

    private String words(String text) {
        return text == null ? null : cut(redaction.words(text));
    }

    private String statement(String sql) {
        var told = sql == null ? null : redaction.statement(sql);
        return told == null ? null : cut(told);
    }

    /** Not between the halves of a character. */
    private String cut(String text) {
        if (text.length() <= longestText) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longestText - 1)) ? longestText - 1 : longestText;
        return text.substring(0, end) + CUT;
    }
}
