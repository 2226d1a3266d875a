package io.pulsefleet.agent.spool;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sealed segment, all but its content. Tens of thousands may wait, so this holds numbers and one shared text.
 *
 * @param number in the order of sealing, never used twice in a folder; {@link #NOT_ON_DISK} in memory
 * @param sealedAtMillis since the epoch
 * @param readings that its frames hold
 * @param bytes of its content
 * @param placesBytes of the places that it carries behind its content; 0 where it carries none
 */
public record Segment(
        long number, long sealedAtMillis, String boot, long run, long chunk, int readings, int bytes, int placesBytes) {

    static final long NOT_ON_DISK = 0;

    private static final Pattern FILE =
            Pattern.compile("(\\d{12})\\.(\\d{13})\\.([a-z0-9-]+-\\d+-\\d+)\\.(\\d+)(?:\\.p(\\d+))?\\.json\\.gz");

    static Segment of(SegmentName name, Instant sealedAt, int readings, int bytes) {
        return new Segment(
                NOT_ON_DISK,
                sealedAt.toEpochMilli(),
                name.boot().intern(),
                name.run(),
                name.chunk(),
                readings,
                bytes,
                0);
    }

    /** Empty where it is no segment's file. */
    static Optional<Segment> ofFile(String file, long bytes) {
        var parts = FILE.matcher(file);
        return parts.matches() ? Optional.of(of(parts, Math.toIntExact(bytes))) : Optional.empty();
    }

    private static Segment of(Matcher parts, int bytes) {
        var content = parts.group(5) == null ? bytes : Integer.parseInt(parts.group(5));
        return of(
                        SegmentName.parse(parts.group(3)),
                        Instant.ofEpochMilli(Long.parseLong(parts.group(2))),
                        Integer.parseInt(parts.group(4)),
                        content)
                .numbered(Long.parseLong(parts.group(1)))
                .carrying(bytes - content);
    }

    Segment numbered(long inOrderOfSealing) {
        return new Segment(inOrderOfSealing, sealedAtMillis, boot, run, chunk, readings, bytes, placesBytes);
    }

    Segment carrying(int bytesOfPlaces) {
        return new Segment(number, sealedAtMillis, boot, run, chunk, readings, bytes, bytesOfPlaces);
    }

    /** Whether it says how far a target was read. */
    boolean carriesPlaces() {
        return placesBytes > 0;
    }

    /** All that the index knows is in the file's name, so that a start need not open the files. */
    String file() {
        return String.format(
                Locale.ROOT,
                "%012d.%013d.%s.%d%s.json.gz",
                number,
                sealedAtMillis,
                name(),
                readings,
                carriesPlaces() ? ".p" + bytes : "");
    }

    public SegmentName name() {
        return new SegmentName(boot, run, chunk);
    }

    Instant sealedAt() {
        return Instant.ofEpochMilli(sealedAtMillis);
    }

    boolean bears(SegmentName name) {
        return run == name.run() && chunk == name.chunk() && boot.equals(name.boot());
    }

    /** Of the same run, and sealed before. */
    boolean precedes(SegmentName name) {
        return run == name.run() && chunk < name.chunk() && boot.equals(name.boot());
    }
}
