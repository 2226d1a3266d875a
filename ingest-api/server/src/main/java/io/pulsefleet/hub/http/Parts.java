package io.pulsefleet.hub.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.UnreadableException;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads records out of what somebody wrote, so that of each the mistakes are told, and what is well said of it is read. */
public final class Parts {

    private static final int MOST_MISTAKES = 50;
    private static final Pattern PLACE = Pattern.compile(" \\(line [0-9]+, column [0-9]+\\)$");

    private Parts() {}

    /** @return without any where it is no list, which is told; null stands for one that is none */
    public static <T> List<T> list(Object section, String name, Class<T> type, Complaints wrong) {
        var read = new ArrayList<T>();
        if (section instanceof List<?> all) {
            for (int i = 0; i < all.size(); i++) {
                read.add(element(name + "[" + i + "]", all.get(i), type, wrong));
            }
        } else {
            wrong.add(name, "must be a list");
        }
        return read;
    }

    /** What is refused is told and left out, and the rest is read again. */
    private static <T> T element(String path, Object value, Class<T> type, Complaints wrong) {
        if (!(value instanceof Map<?, ?> given)) {
            wrong.add(path, "must be an object");
            return null;
        }
        var fields = new LinkedHashMap<String, Object>();
        var known = namesOf(type);
        given.forEach((name, field) -> {
            if (known.contains(String.valueOf(name))) {
                fields.put(String.valueOf(name), field);
            } else {
                wrong.add(path + "." + name, "there is no such field; there are " + known);
            }
        });
        for (int i = 0; i < MOST_MISTAKES; i++) {
            try {
                return Json.read(Json.bytes(fields), type);
            } catch (UnreadableException refused) {
                wrong.add(path + "." + refused.field(), plain(refused));
                if (fields.remove(refused.field().split("[.\\[]", 2)[0]) == null) {
                    return null;
                }
            } catch (IOException ourBug) {
                throw new IllegalStateException("what is in memory cannot be read", ourBug);
            }
        }
        return null;
    }

    /** As they are written. */
    private static List<String> namesOf(Class<?> type) {
        return Stream.of(type.getRecordComponents())
                .map(component -> nameOf(type, component))
                .toList();
    }

    private static String nameOf(Class<?> type, RecordComponent component) {
        var own = component.getAccessor().getAnnotation(JsonProperty.class);
        if (own != null) {
            return own.value();
        }
        return type.isAnnotationPresent(JsonNaming.class)
                ? ((PropertyNamingStrategies.NamingBase) PropertyNamingStrategies.SNAKE_CASE)
                        .translate(component.getName())
                : component.getName();
    }

    /** Without the place in a text that its writer has never seen. */
    public static String plain(UnreadableException refused) {
        return PLACE.matcher(refused.getMessage()).replaceFirst("");
    }
}
