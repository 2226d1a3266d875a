package io.pulsefleet.e2e.fleet;

import java.util.function.Consumer;

/** A line on how it goes, with what happened since the one before. */
final class Progress {

    private final Totals totals;
    private final Consumer<String> say;
    private final long began = System.nanoTime();
    private long last = began;
    private long acknowledged;
    private long tooMany;
    private long notNow;
    private long lost;

    Progress(Totals totals, Consumer<String> say) {
        this.totals = totals;
        this.say = say;
    }

    void tell() {
        var now = System.nanoTime();
        var seconds = (now - last) / 1e9;
        say.accept(
                "%5.0f s  acknowledged %d (%.0f/s)  backlog %d  429 %.0f/s  503 %.0f/s  no answer %.0f/s  p50 %.1f ms  p99 %.1f ms"
                        .formatted(
                                (now - began) / 1e9,
                                totals.acknowledged(),
                                (totals.acknowledged() - acknowledged) / seconds,
                                totals.backlog(),
                                (totals.tooMany() - tooMany) / seconds,
                                (totals.notNow() - notNow) / seconds,
                                (totals.lost.sum() - lost) / seconds,
                                totals.shipments.millis(50),
                                totals.shipments.millis(99)));
        last = now;
        acknowledged = totals.acknowledged();
        tooMany = totals.tooMany();
        notNow = totals.notNow();
        lost = totals.lost.sum();
        totals.shipments.clear();
    }
}
