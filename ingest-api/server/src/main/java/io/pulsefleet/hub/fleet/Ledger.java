package io.pulsefleet.hub.fleet;

import io.pulsefleet.store.fleet.Ledgers.Stored;
import io.pulsefleet.store.fleet.Told;
import io.pulsefleet.store.fleet.Told.Count;
import java.time.Instant;
import java.util.List;

/**
 * What became of all that an agent read, by counts of both sides.
 *
 * @param since when the agent's spool was made; the agent counts from there
 * @param toldAt when the agent told its counts; left out, with all of them, where it has told none yet
 * @param sentSegments how often a segment was put on its way; more than were sealed where answers were lost
 * @param stored by the receipts, which are written with what a segment holds
 * @param runs of jobs that receipts are of; the segments of each are numbered without a gap
 * @param days that {@code complete}, the losses and the findings look back over
 */
public record Ledger(
        Instant since,
        Instant toldAt,
        Count sealed,
        Long sentSegments,
        Long waitingSegments,
        Count acknowledged,
        Count evicted,
        Count refused,
        Count stored,
        long runs,
        int days,
        boolean complete,
        long lostSegments,
        long lostReadings,
        List<String> findings) {

    static Ledger of(Told told, Stored stored, int days, Reckoning reckoning) {
        return new Ledger(
                told.since(),
                told.at(),
                told.sealed(),
                told.sentSegments(),
                told.waiting(),
                told.acknowledged(),
                told.evicted(),
                told.refused(),
                stored.taken(),
                stored.runs(),
                days,
                reckoning.complete(),
                reckoning.lostSegments(),
                reckoning.lostReadings(),
                reckoning.findings());
    }

    /** Of an agent that has told nothing: nothing is proved. */
    static Ledger untold(Stored stored, int days) {
        return new Ledger(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                stored.taken(),
                stored.runs(),
                days,
                false,
                0,
                0,
                List.of("The agent has told no counts yet."));
    }
}
