package io.pulsefleet.store.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * A row of the chain. What is hashed of it is each field as a netstring, so that no two rows have the same bytes:
 *
 * <pre>{@code
 * 13:pulse-audit-1,1:7,16:1763820600123456,5:admin,4:user,9:192.0.2.7,14:monitor.change,10:monitor/17,4:done,2:{},64:9f86d0...,
 * }</pre>
 *
 * <p>The version of this form, number, microseconds since 1970, who, kind, from, action, object, outcome, detail, hash of the
 * row before; lengths are in bytes of UTF-8. {@code audit_text()} in SQL makes the same.
 *
 * @param previous hash of the row before
 */
public record AuditRow(Link link, Entry entry, String previous) {

    private static final String FORM = "pulse-audit-1";

    /** The row that comes behind this one. */
    static AuditRow after(Link before, Entry entry) {
        var number = before.number() + 1;
        return new AuditRow(new Link(number, hash(number, entry, before.hash())), entry, before.hash());
    }

    /** Whether its fields are those that its hash was made of, were it the row of this number. */
    boolean isWholeAs(long number) {
        return link.hash().equals(hash(number, entry, previous));
    }

    static String text(long number, Entry entry, String previous) {
        var text = new StringBuilder(256);
        field(text, FORM);
        field(text, Long.toString(number));
        field(text, Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, entry.at())));
        field(text, entry.who());
        field(text, entry.kind());
        field(text, entry.from());
        field(text, entry.action());
        field(text, entry.object());
        field(text, entry.outcome());
        field(text, entry.detail());
        field(text, previous);
        return text.toString();
    }

    private static void field(StringBuilder text, String field) {
        text.append(field.getBytes(StandardCharsets.UTF_8).length)
                .append(':')
                .append(field)
                .append(',');
    }

    private static String hash(long number, Entry entry, String previous) {
        try {
            var bytes = text(number, entry, previous).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
