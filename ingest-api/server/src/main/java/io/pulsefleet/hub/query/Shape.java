package io.pulsefleet.hub.query;

import io.pulsefleet.hub.http.Complaints;
import java.util.Optional;

/**
 * What becomes of series in a question that is kept, in the words in which it will be asked; each may be null.
 *
 * @param aggregate as {@code p95}
 * @param by as {@code agent,label.cpu.mode}
 * @param combine as {@code sum}
 */
public record Shape(String aggregate, String by, String combine, Integer top) {

    /** What would be refused when it is asked. */
    public Complaints complaints() {
        var wrong = new Complaints();
        if (aggregate != null && Aggregate.read(aggregate).isEmpty()) {
            wrong.add("aggregate", "must be " + Aggregate.ALL);
        }
        var lines = Optional.ofNullable(by).flatMap(By::read);
        if (by != null && lines.isEmpty()) {
            wrong.add("by", "must be " + By.ALL);
        }
        if (combine != null && Combine.read(combine).isEmpty()) {
            wrong.add("combine", "must be " + Combine.ALL);
        } else if (combine != null && lines.orElse(By.SERIES).series()) {
            wrong.add("combine", "wants 'by', and not series");
        }
        if (top != null && (top < 1 || top > Asked.MOST_TOP)) {
            wrong.add("top", "must be from 1 to " + Asked.MOST_TOP);
        }
        return wrong;
    }
}
