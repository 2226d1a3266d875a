package io.pulsefleet.wire.postgres;

import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** Lists of messages that are not only ours. */
final class Told {

    private Told() {}

    /** Null becomes empty; an element that is null is refused. */
    static <T> List<T> list(String field, List<T> value) {
        if (value == null) {
            return List.of();
        }
        if (value.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException(field + ": must not hold null");
        }
        return Collections.unmodifiableList(value);
    }
}
