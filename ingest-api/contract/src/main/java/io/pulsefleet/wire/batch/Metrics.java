package io.pulsefleet.wire.batch;

/**
 * What a step has done so far: the metrics of Jakarta Batch, each by its count.
 *
 * @param read items
 * @param written items
 * @param filtered items that the processor left out
 * @param readSkipped items given up while reading
 * @param processSkipped items given up while processing
 * @param writeSkipped items given up while writing
 * @param commits chunks that were committed
 * @param rollbacks chunks that were taken back
 */
public record Metrics(
        long read,
        long written,
        long filtered,
        long readSkipped,
        long processSkipped,
        long writeSkipped,
        long commits,
        long rollbacks) {

    /** Of a step that counts nothing, as a batchlet. */
    public static final Metrics NONE = new Metrics(0, 0, 0, 0, 0, 0, 0, 0);

    /** What two partitions did together. */
    public Metrics plus(Metrics other) {
        return new Metrics(
                read + other.read,
                written + other.written,
                filtered + other.filtered,
                readSkipped + other.readSkipped,
                processSkipped + other.processSkipped,
                writeSkipped + other.writeSkipped,
                commits + other.commits,
                rollbacks + other.rollbacks);
    }
}
