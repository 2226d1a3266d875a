package io.pulsefleet.wire;

import java.time.Instant;
import java.util.List;

/**
 * "I am alive, and this is how I am."
 *
 * @param at by the agent's own clock
 * @param troubles what hinders the agent now, each a sentence that names the thing and the remedy; empty: none
 * @param ledger what became of all that was sealed; null from an agent that keeps none
 * @param runs the jobs that run now
 */
public record Heartbeat(
        Instant at,
        String boot,
        String version,
        Waiting spool,
        Ledger ledger,
        List<String> troubles,
        List<JobRun> runs) {

    public Heartbeat {
        Required.present("at", at);
        Required.text("boot", boot, 40);
        Required.text("version", version, 50);
        spool = spool == null ? Waiting.NOTHING : spool;
        troubles = Required.list("troubles", troubles);
        runs = Required.list("runs", runs);
    }

    /**
     * What waits in the agent's spool, and what will never come out of it. The two losses are counted since the
     * agent's spool was made and survive restarts.
     *
     * @param segments sealed and not yet acknowledged
     * @param bytes on disk or in memory
     * @param oldestAt when the oldest of them was sealed; null when none waits
     * @param inMemory true: the folder cannot be written, segments are held in memory
     * @param evictedSegments given up, oldest first, because the spool was full
     * @param evictedReadings the readings in those
     * @param refusedSegments set aside because the hub said that it will never take them
     */
    public record Waiting(
            long segments,
            long bytes,
            Instant oldestAt,
            boolean inMemory,
            long evictedSegments,
            long evictedReadings,
            long refusedSegments) {

        public static final Waiting NOTHING = new Waiting(0, 0, null, false, 0, 0, 0);
    }

    /**
     * What became of all segments since the spool's folder was made, counted so that a crash at any point neither skips
     * one nor counts it twice. With what waits: sealed = waiting + acknowledged + evicted + refused; what is missing in
     * that sum has been taken from the folder behind the agent's back.
     *
     * @param since when the folder was made; another moment is another folder, and another count
     * @param sealedReadings the readings in them, as in the others; a missing value is none
     * @param sentSegments how often one was put on its way; more than the others where answers were lost
     */
    public record Ledger(
            Instant since,
            long sealedSegments,
            long sealedReadings,
            long sentSegments,
            long acknowledgedSegments,
            long acknowledgedReadings,
            long refusedReadings) {

        public Ledger {
            Required.present("since", since);
        }
    }
}
