package io.pulsefleet.hub.uptime;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.uptime.DocumentBook.UptimeDocument;
import io.pulsefleet.hub.uptime.DocumentBook.WindowEntry;
import io.pulsefleet.hub.uptime.PlaceBook.DatacenterView;
import io.pulsefleet.hub.uptime.PlaceBook.RegionView;
import io.pulsefleet.hub.uptime.PlaceBook.ScheduleView;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.UnreadableException;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A document as somebody wrote it: read part by part, so that of each the mistakes are told, and what is well said of it is
 * looked at all the same.
 *
 * @param document what could be read; null stands for a part that is none
 * @param wrong what could not
 */
record Paper(UptimeDocument document, Complaints wrong, Tree tree) {

    private static final int MOST_MISTAKES = 50;
    private static final List<String> SECTIONS =
            List.of("regions", "datacenters", "schedules", "monitors", "maintenance");

    static Paper of(Tree tree) {
        var wrong = new Complaints();
        var sections = new LinkedHashMap<String, Object>();
        if (tree.root() instanceof Map<?, ?> map) {
            map.forEach((name, section) -> sections.put(String.valueOf(name), section));
        } else {
            wrong.add("", "must be an object; it has " + SECTIONS);
        }
        sections.keySet().stream()
                .filter(name -> !SECTIONS.contains(name))
                .forEach(name -> wrong.add(name, "there is no such section; there are " + SECTIONS));
        var document = new UptimeDocument(
                list(sections, "regions", RegionView.class, wrong),
                list(sections, "datacenters", DatacenterView.class, wrong),
                list(sections, "schedules", ScheduleView.class, wrong),
                list(sections, "monitors", MonitorForm.class, wrong),
                list(sections, "maintenance", WindowEntry.class, wrong));
        return new Paper(document, wrong, tree);
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong, each with its line */
    void end() {
        wrong.end(tree::line);
    }

    /** @return null: it does not stand there */
    private static <T> List<T> list(Map<String, Object> sections, String name, Class<T> type, Complaints wrong) {
        var section = sections.get(name);
        if (section == null) {
            return null;
        }
        if (!(section instanceof List<?> all)) {
            wrong.add(name, "must be a list");
            return null;
        }
        var read = new ArrayList<T>();
        for (int i = 0; i < all.size(); i++) {
            read.add(element(name + "[" + i + "]", all.get(i), type, wrong));
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
                wrong.add(path + "." + refused.field(), Mistakes.plain(refused));
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
}
