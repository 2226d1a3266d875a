package io.pulsefleet.store.audit;

import java.time.Instant;

/**
 * Which rows. Null, or empty: any.
 *
 * @param from included
 * @param to not included
 * @param action exactly, or with a * at its end all that begin so
 * @param object likewise
 * @param text stands in who, object or detail, in capitals or not
 */
public record AuditFilter(
        Instant from,
        Instant to,
        String who,
        String kind,
        String address,
        String action,
        String object,
        String outcome,
        String text) {

    public static final AuditFilter ALL = new AuditFilter(null, null, null, null, null, null, null, null, null);
}
