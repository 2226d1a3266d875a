package io.pulsefleet.hub.retain;

import io.pulsefleet.store.history.Storage;
import io.pulsefleet.store.history.Storage.Kept;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/** The storage report, as it is answered. */
@ApplicationScoped
public class StorageViews {

    @Inject
    Storage storage;

    /**
     * @param databaseBytes of all of the database
     * @param waiting closed hours that are not packed yet
     */
    public record StorageView(Instant at, long databaseBytes, List<KindView> kinds, List<WaitingView> waiting) {}

    /**
     * @param kind as in retention policies; {@code hot}: visits that are not packed yet; {@code rollup}: {@code 1h} and
     *     {@code 1d}
     * @param rows estimated
     * @param samples only of {@code raw}
     * @param growthBytes what a day adds, of late
     * @param keepDays not of {@code hot}, which is kept until it is packed
     */
    public record KindView(
            String kind,
            long bytes,
            long rows,
            Long samples,
            Double bytesPerSample,
            Instant oldest,
            Instant newest,
            long growthBytes,
            Integer keepDays,
            ForecastView forecast) {}

    /** Bytes in so many days. */
    public record ForecastView(long in30Days, long in90Days, long in365Days) {}

    /** @param until not of rows that came when their hour had no partition */
    public record WaitingView(String name, Instant until, long bytes) {}

    StorageView now() {
        var report = storage.report(Instant.now(), RetainConfig.packGrace());
        return new StorageView(
                report.at(),
                report.databaseBytes(),
                report.kept().stream().map(StorageViews::view).toList(),
                report.waiting().stream()
                        .map(leaf -> new WaitingView(leaf.name(), leaf.until(), leaf.bytes()))
                        .toList());
    }

    private static KindView view(Kept kept) {
        var samples = kept.samples();
        return new KindView(
                kept.kind(),
                kept.bytes(),
                kept.rows(),
                samples,
                samples == null || samples == 0 ? null : (double) kept.bytes() / samples,
                kept.oldest(),
                kept.newest(),
                kept.growth(),
                kept.keepDays(),
                new ForecastView(kept.in30Days(), kept.in90Days(), kept.in365Days()));
    }
}
