package io.pulsefleet.hub.logs;

import jakarta.ws.rs.core.MediaType;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How lines are written; all but JSON are streamed, and may be many. */
enum LogFormat {
    JSON(MediaType.APPLICATION_JSON_TYPE, 200, 5_000) {
        @Override
        Sheet sheet(OutputStream out) {
            throw new IllegalStateException("An answer in JSON is an object.");
        }
    },
    NDJSON(new MediaType("application", "x-ndjson"), 100_000, 1_000_000) {
        @Override
        Sheet sheet(OutputStream out) {
            return new NdjsonSheet(out);
        }
    },
    CSV(new MediaType("text", "csv", "UTF-8"), 100_000, 1_000_000) {
        @Override
        Sheet sheet(OutputStream out) {
            return new CsvSheet(out);
        }
    },
    TEXT(new MediaType("text", "plain", "UTF-8"), 100_000, 1_000_000) {
        @Override
        Sheet sheet(OutputStream out) {
            return new TextSheet(out);
        }
    };

    @SuppressWarnings("ImmutableEnumChecker") // it has no setters
    private final MediaType type;

    private final int usual;
    private final int most;

    LogFormat(MediaType type, int usual, int most) {
        this.type = type;
        this.usual = usual;
        this.most = most;
    }

    MediaType type() {
        return type;
    }

    /** So many lines, where nobody says how many. */
    int usual() {
        return usual;
    }

    int most() {
        return most;
    }

    /** What the file of a download is called by. */
    String ending() {
        return this == TEXT ? "log" : toString();
    }

    abstract Sheet sheet(OutputStream out);

    static Optional<LogFormat> called(String name) {
        return Stream.of(values()).filter(one -> one.toString().equals(name)).findFirst();
    }

    /** The first that the caller takes. */
    static LogFormat preferred(List<MediaType> accepted) {
        return accepted.stream()
                .flatMap(wanted -> Stream.of(values()).filter(format -> wanted.isCompatible(format.type)))
                .findFirst()
                .orElse(JSON);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
