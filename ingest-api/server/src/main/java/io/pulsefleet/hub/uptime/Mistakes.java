package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.http.Parts;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.UnreadableException;
import io.pulsefleet.wire.uptime.Check;
import io.pulsefleet.wire.uptime.CheckKind;
import io.pulsefleet.wire.uptime.KindField;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All that is wrong with one check. Its record refuses the first that it finds; so what was refused is put right, here only,
 * and the rest is read again.
 */
final class Mistakes {

    private static final int MOST = 50;
    private static final Pattern ELEMENT = Pattern.compile("([A-Za-z]+)\\[([0-9]+)]");

    /** Nobody has anything against it, of whatever kind the check is. */
    private static final String RIGHT_ASSERTION = "time.total < 1m";

    private static final String RIGHT_TEXT = "${secret}";

    private final CheckKind kind;
    private final Map<String, Object> body;
    private final Map<String, Object> example;
    private final Map<String, Integer> mended = new HashMap<>();

    private Mistakes(CheckKind kind, Map<String, Object> body) throws IOException {
        this.kind = kind;
        this.body = body;
        this.example = map(kind.example());
    }

    /** @return the check; empty: something is wrong with it, and was told as of {@code check} */
    static Optional<Check> read(CheckKind kind, String json, Complaints wrong) {
        try {
            return Optional.of(Checks.read(kind, json));
        } catch (UnreadableException isNot) {
            try {
                new Mistakes(kind, map(json)).tell(wrong);
            } catch (IOException isNoObject) {
                tell(isNot, wrong);
            }
            return Optional.empty();
        }
    }

    private void tell(Complaints wrong) {
        for (int i = 0; i < MOST; i++) {
            try {
                Checks.read(kind, new String(Json.bytes(body), StandardCharsets.UTF_8));
                return;
            } catch (UnreadableException refused) {
                if (!isTold(refused, wrong)) {
                    tell(refused, wrong);
                }
                if (!mend(refused.field())) {
                    return;
                }
            }
        }
    }

    /** What was put right is refused for something else. */
    private static boolean isTold(UnreadableException refused, Complaints wrong) {
        return wrong.fields().contains(fieldOf(refused));
    }

    private static void tell(UnreadableException refused, Complaints wrong) {
        wrong.add(fieldOf(refused), Parts.plain(refused));
    }

    private static String fieldOf(UnreadableException refused) {
        return refused.field().isEmpty() ? "check" : "check." + refused.field();
    }

    /** @return false: nobody knows how */
    private boolean mend(String field) {
        var element = ELEMENT.matcher(field);
        if (element.matches() && body.get(element.group(1)) instanceof List<?> list) {
            return mendElement(element.group(1), list, Integer.parseInt(element.group(2)));
        }
        var dot = field.indexOf('.');
        if (dot > 0 && body.get(field.substring(0, dot)) instanceof Map<?, ?> pairs) {
            var rest = new HashMap<>(pairs);
            rest.remove(field.substring(dot + 1));
            body.put(field.substring(0, dot), rest);
            return rest.size() < pairs.size();
        }
        return mendWhole(field);
    }

    private boolean mendElement(String name, List<?> list, int at) {
        var right = new ArrayList<Object>(list);
        var isNew = at < right.size() && !RIGHT_ASSERTION.equals(right.get(at));
        if (isNew) {
            right.set(at, RIGHT_ASSERTION);
            body.put(name, right);
        }
        return isNew;
    }

    /** At first as in the example, where it is left out if it may be; then, of a text, whatever a secret may hold. */
    private boolean mendWhole(String field) {
        var isText = kind.fields().stream()
                .filter(one -> one.name().equals(field))
                .map(KindField::type)
                .anyMatch("text"::equals);
        switch (mended.merge(field, 1, Integer::sum)) {
            case 1 -> {
                body.remove(field);
                if (example.containsKey(field)) {
                    body.put(field, example.get(field));
                }
                return !field.isEmpty();
            }
            case 2 -> {
                body.put(field, RIGHT_TEXT);
                return isText;
            }
            default -> {
                return false;
            }
        }
    }

    @SuppressWarnings("unchecked") // JSON's objects are such
    private static Map<String, Object> map(String json) throws IOException {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), Map.class);
    }
}
