package io.pulsefleet.hub.ingest;

import io.pulsefleet.hub.http.Problems;
import java.util.function.Supplier;

/** What was sent is not what it should be; its sender would be told so again. */
final class UnfitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;

    UnfitException(String field, String why) {
        super(why);
        this.field = field;
    }

    String field() {
        return field;
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400 that names the field */
    static <T> T toldTheSender(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (UnfitException unfit) {
            throw Problems.badField(unfit.field(), unfit.getMessage());
        }
    }
}
