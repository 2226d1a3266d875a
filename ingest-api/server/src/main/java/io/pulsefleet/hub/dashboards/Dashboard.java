package io.pulsefleet.hub.dashboards;

import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.store.PlainText;
import io.pulsefleet.wire.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What somebody put together: charts under a title. What is left out of one becomes what it is usually.
 *
 * @param title no two have the same
 * @param description may have several lines; empty: there is none
 * @param charts in the order in which they stand, from left to right and down
 */
public record Dashboard(String title, String description, List<Chart> charts) {

    static final int MOST_CHARTS = 40;

    private static final int LONGEST_TITLE = 100;
    private static final int LONGEST_DESCRIPTION = 2_000;
    private static final int LARGEST = 200_000;

    public Dashboard {
        title = title == null ? "" : title.strip();
        description = description == null ? "" : description.strip();
        charts = charts == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(charts));
    }

    /** All that is wrong, each with its path. */
    Complaints complaints() {
        var wrong = new Complaints();
        if (!isLine(title, LONGEST_TITLE) || title.isEmpty()) {
            wrong.add("title", "must have 1 to " + LONGEST_TITLE + " characters, on one line");
        }
        if (!isText(description, LONGEST_DESCRIPTION)) {
            wrong.add("description", "must have at most " + LONGEST_DESCRIPTION + " characters");
        }
        if (charts.size() > MOST_CHARTS) {
            wrong.add("charts", "are " + charts.size() + "; a dashboard has " + MOST_CHARTS + " at most");
            return wrong;
        }
        for (int i = 0; i < charts.size(); i++) {
            var field = "charts[" + i + "]";
            if (charts.get(i) == null) {
                wrong.add(field, "must be an object");
            } else {
                wrong.addAll(field + ".", charts.get(i).complaints());
            }
        }
        if (wrong.fields().isEmpty() && Json.bytes(this).length > LARGEST) {
            wrong.add("charts", "are more than " + LARGEST + " bytes of JSON");
        }
        return wrong;
    }

    /** Of one line, as it can be kept. */
    static boolean isLine(String text, int longest) {
        return isText(text, longest) && text.chars().noneMatch(Character::isISOControl);
    }

    private static boolean isText(String text, int longest) {
        return text.length() <= longest && PlainText.of(text).equals(text);
    }
}
