package io.pulsefleet.wire;

import java.time.Instant;
import java.util.List;

/**
 * "I am alive, and this is how I am."
 *
 * @param at by the agent's own clock
 * @param troubles what hinders the agent now, each a sentence that names the thing and the remedy; empty: none
 * @param runs the jobs that run now
 */
public record Heartbeat(
        Instant at, String boot, String version, Waiting spool, List<String> troubles, List<JobRun> runs) {

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
}
