package io.pulsefleet.agent.spool;

/**
 * Names a segment for ever, on disk and at the hub: {@code mhq3k2x1-7f3a-1-12}.
 *
 * <p>The same chunk has the same name, so what is sealed twice or sent twice is stored once.
 *
 * @param boot of the agent's start
 * @param run the execution of the job
 * @param chunk counts within the run
 */
public record SegmentName(String boot, long run, long chunk) {

    static SegmentName parse(String text) {
        var beforeChunk = text.lastIndexOf('-');
        var beforeRun = text.lastIndexOf('-', beforeChunk - 1);
        return new SegmentName(
                text.substring(0, beforeRun),
                Long.parseLong(text.substring(beforeRun + 1, beforeChunk)),
                Long.parseLong(text.substring(beforeChunk + 1)));
    }

    @Override
    public String toString() {
        return boot + "-" + run + "-" + chunk;
    }
}
