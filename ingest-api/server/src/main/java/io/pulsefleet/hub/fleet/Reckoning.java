package io.pulsefleet.hub.fleet;

import io.pulsefleet.store.fleet.Ledgers.Losses;
import io.pulsefleet.store.fleet.Ledgers.Stored;
import io.pulsefleet.store.fleet.Told;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether anything was lost between an agent's readings and the store, by counting on both sides.
 *
 * <pre>
 * sealed = waiting + acknowledged + evicted + refused      what the agent says must add up
 * acknowledged <= stored                                   what it has an answer for must be here
 * gaps in the runs <= waiting + evicted + refused          what is not here must have a reason
 * gaps in runs before the spool was made                   went with the spool that was there before
 * </pre>
 *
 * <p>The store is read after the agent spoke, so that what is on its way meanwhile is never taken for a loss.
 *
 * @param complete nothing was lost and nothing is unexplained
 * @param lostSegments since the agent's spool was made: given up, refused, or gone without a reason
 * @param lostReadings in those, as far as they were counted
 * @param findings what was lost and why, each a sentence with its remedy
 */
record Reckoning(boolean complete, long lostSegments, long lostReadings, List<String> findings) {

    /** @param before what it had lost at the beginning of the days that are asked for */
    static Reckoning of(Told told, Stored stored, Losses before) {
        var findings = new ArrayList<String>();
        var evicted = since(told.evicted().segments(), before.evictedSegments());
        var evictedReadings = since(told.evicted().readings(), before.evictedReadings());
        if (evicted > 0) {
            findings.add(
                    "%d segments with %d readings were given up because the agent's spool was full. Raise PULSE_SPOOL_LIMIT there, or mend what keeps the hub away."
                            .formatted(evicted, evictedReadings));
        }
        var refused = since(told.refused().segments(), before.refusedSegments());
        if (refused > 0) {
            findings.add(
                    "%d segments were refused by the hub. They lie in the folder 'refused' of the agent's spool; its log says why."
                            .formatted(refused));
        }
        var vanished = told.sealed().segments()
                - told.waiting()
                - told.acknowledged().segments()
                - told.evicted().segments()
                - told.refused().segments();
        if (vanished > 0) {
            findings.add(
                    "%d sealed segments are gone from the agent's spool, and not through the agent. Was its folder changed by hand or restored?"
                            .formatted(vanished));
        }
        var missing = told.acknowledged().segments() - stored.taken().segments();
        if (missing > 0) {
            findings.add(
                    "%d segments that the hub has acknowledged are not in the database. Was it restored from a backup?"
                            .formatted(missing));
        }
        var unexplained = stored.gaps()
                - told.waiting()
                - told.evicted().segments()
                - told.refused().segments()
                - Math.max(0, vanished)
                - Math.max(0, missing);
        if (unexplained > 0) {
            findings.add("%d segments are missing in the middle of runs, for no reason that the agent knows of."
                    .formatted(unexplained));
        }
        if (stored.gapsBefore() > 0) {
            findings.add(
                    "The agent's spool began anew at %s, and %d segments of runs before that are not here: they lay in the spool that was there before. Was its folder deleted, or the agent set up again?"
                            .formatted(told.since(), stored.gapsBefore()));
        }
        var lost = evicted
                + refused
                + Math.max(0, vanished)
                + Math.max(0, missing)
                + Math.max(0, unexplained)
                + stored.gapsBefore();
        return new Reckoning(
                lost == 0, lost, evictedReadings + (refused > 0 ? told.refused().readings() : 0), findings);
    }

    /** A spool that was made anew counts from 0 again. */
    private static long since(long now, long before) {
        return now >= before ? now - before : now;
    }
}
