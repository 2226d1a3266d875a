package io.pulsefleet.wire;

import java.util.List;

/**
 * What one sealed segment holds, sent in one request. Sent twice, it is stored once: the segment's name in the
 * request's path is the key.
 *
 * @param sets only those that the hub said it does not know; frames name the others by their hash
 */
public record Shipment(
        List<MetricSet> sets, List<Frame> frames, List<LogLine> lines, List<Document> documents, List<JobRun> runs) {

    public Shipment {
        sets = Required.list("sets", sets);
        frames = Required.list("frames", frames);
        lines = Required.list("lines", lines);
        documents = Required.list("documents", documents);
        runs = Required.list("runs", runs);
    }

    public static Shipment ofFrames(List<Frame> frames) {
        return new Shipment(List.of(), frames, List.of(), List.of(), List.of());
    }

    public static Shipment ofRuns(List<JobRun> runs) {
        return new Shipment(List.of(), List.of(), List.of(), List.of(), runs);
    }

    public Shipment with(List<MetricSet> wanted) {
        return new Shipment(wanted, frames, lines, documents, runs);
    }
}
