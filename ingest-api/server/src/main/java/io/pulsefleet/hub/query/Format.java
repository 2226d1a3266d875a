package io.pulsefleet.hub.query;

import jakarta.ws.rs.core.MediaType;
import java.io.OutputStream;
import java.util.List;

/** How an answer is written. */
enum Format {
    JSON(MediaType.APPLICATION_JSON_TYPE) {
        @Override
        Sheet sheet(OutputStream out) {
            return new JsonSheet(out);
        }
    },
    CSV(new MediaType("text", "csv", "UTF-8")) {
        @Override
        Sheet sheet(OutputStream out) {
            return new CsvSheet(out);
        }
    };

    @SuppressWarnings("ImmutableEnumChecker") // it has no setters
    private final MediaType type;

    Format(MediaType type) {
        this.type = type;
    }

    MediaType type() {
        return type;
    }

    abstract Sheet sheet(OutputStream out);

    /** The parameter has its way; else the first that the caller takes, JSON if it does not mind. */
    static Format of(String parameter, List<MediaType> accepted) {
        return parameter == null
                ? accepted.stream()
                        .flatMap(
                                wanted -> List.of(values()).stream().filter(format -> wanted.isCompatible(format.type)))
                        .findFirst()
                        .orElse(JSON)
                : Asked.one(values(), parameter).orElse(JSON);
    }
}
