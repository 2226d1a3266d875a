package io.pulsefleet.hub.audit;

import io.pulsefleet.store.audit.AuditLines;
import io.pulsefleet.store.audit.Begun;
import io.pulsefleet.store.audit.Chain;
import io.pulsefleet.store.audit.Entry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** What is done for the log each hour: old rows go, and what a hub had begun that is gone is put on record. */
@ApplicationScoped
public class AuditKeeping {

    private static final String HUB = "hub";

    /** No request takes so long. */
    private static final Duration OVER = Duration.ofMinutes(10);

    private static final long ROWS_AT_ONCE = 50_000;

    @Inject
    Chain chain;

    @Inject
    AuditLines lines;

    @Inject
    Begun begun;

    public boolean isDue(Instant now) {
        return !begun.leftBefore(now.minus(OVER)).isEmpty()
                || AuditConfig.kept()
                        .filter(kept -> lines.isAnyBefore(now.minus(kept)))
                        .isPresent();
    }

    /**
     * @param mayGoOn asked before each transaction
     * @param did told of rows that went
     */
    public void work(Instant now, BooleanSupplier mayGoOn, LongConsumer did) {
        for (var left = begun.leftBefore(now.minus(OVER));
                !left.isEmpty() && mayGoOn.getAsBoolean();
                left = begun.leftBefore(now.minus(OVER))) {
            chain.begin(
                            left.stream().map(Begun.Left::entry).toList(),
                            left.stream().map(Begun.Left::id).toList())
                    .write();
        }
        AuditConfig.kept().ifPresent(kept -> remove(now.minus(kept), mayGoOn, did));
    }

    private void remove(Instant before, BooleanSupplier mayGoOn, LongConsumer did) {
        while (mayGoOn.getAsBoolean()) {
            var removed = chain.remove(
                    before,
                    ROWS_AT_ONCE,
                    some -> new Entry(Instant.now(), HUB, HUB, "", "", "", "done", """
                            {"rows":%d,"before":"%s"}""".formatted(some.rows(), before)));
            if (removed.isEmpty()) {
                return;
            }
            did.accept(removed.get().rows());
        }
    }
}
