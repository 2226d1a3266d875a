package io.pulsefleet.wire.uptime;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A field of a kind of check, as its record says it.
 *
 * @param type text, number, flag, duration, texts (a list), pairs (an object of texts)
 * @param usual what it is when it is left out; null: nothing
 * @param least of a number; of a duration, in seconds; null: any
 * @param most as {@code least}; of a list or an object how many; null: any
 * @param longest characters of a text; null: that depends
 * @param oneOf empty: whatever fits
 */
public record KindField(
        String name,
        String type,
        String about,
        boolean isRequired,
        String usual,
        Long least,
        Long most,
        Integer longest,
        List<String> oneOf) {

    /**
     * What assertions may be about.
     *
     * @param type number, time, text, any
     */
    public record AssertionSubject(String subject, String type) {}

    static KindField of(RecordComponent component) {
        var about = component.getAnnotation(About.class);
        if (about == null) {
            throw new IllegalStateException(component + " does not say what it is about");
        }
        return new KindField(
                component.getName(),
                typeOf(component),
                about.value(),
                about.isRequired(),
                about.usual().isEmpty() ? null : about.usual(),
                about.least() == Long.MIN_VALUE ? null : about.least(),
                about.most() == Long.MAX_VALUE ? null : about.most(),
                about.longest() == 0 ? null : about.longest(),
                List.of(about.oneOf()));
    }

    private static String typeOf(RecordComponent component) {
        var type = component.getGenericType() instanceof ParameterizedType generic
                ? (Class<?>) generic.getRawType()
                : component.getType();
        return Map.of(
                        String.class, "text",
                        Integer.class, "number",
                        Boolean.class, "flag",
                        Duration.class, "duration",
                        List.class, "texts",
                        Map.class, "pairs")
                .entrySet()
                .stream()
                .filter(known -> known.getKey().equals(type))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(component + " is of a type that is not told"));
    }
}
