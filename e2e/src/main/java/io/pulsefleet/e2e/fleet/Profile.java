package io.pulsefleet.e2e.fleet;

import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Shipment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * What agents that are alike read, and the shipments made of it: one frame each, as it goes over the wire. The newest are
 * remembered. Serves one thread.
 */
final class Profile {

    private static final int REMEMBERED = 1_024;

    private final Shape shape;
    private final Calendar calendar;
    private final Duration clockOff;
    private final Values newest;
    private final Values older;
    private final byte[][] remembered = new byte[REMEMBERED][];
    private final int[] rememberedVisits = new int[REMEMBERED];

    Profile(long seed, Shape shape, Calendar calendar, Duration clockOff) {
        this.shape = shape;
        this.calendar = calendar;
        this.clockOff = clockOff;
        this.newest = new Values(seed, shape.positions());
        this.older = new Values(seed, shape.positions());
    }

    Instant at(int visit) {
        return calendar.at(visit, clockOff);
    }

    double[] values(int visit) {
        return (visit >= newest.visit() ? newest : older).at(visit);
    }

    byte[] body(int visit) {
        var place = visit % REMEMBERED;
        if (remembered[place] == null || rememberedVisits[place] != visit) {
            remembered[place] = packed(Shipment.ofFrames(List.of(frame(visit))));
            rememberedVisits[place] = visit;
        }
        return remembered[place];
    }

    byte[] bodyWithSet(int visit) {
        return packed(Shipment.ofFrames(List.of(frame(visit))).with(List.of(shape.set())));
    }

    private Frame frame(int visit) {
        return new Frame(shape.hash(), at(visit), values(visit));
    }

    static byte[] packed(Object message) {
        var bytes = new ByteArrayOutputStream(2_048);
        try (var gzip = new GZIPOutputStream(bytes)) {
            Json.write(message, gzip);
        } catch (IOException ourBug) {
            throw new UncheckedIOException(ourBug);
        }
        return bytes.toByteArray();
    }
}
