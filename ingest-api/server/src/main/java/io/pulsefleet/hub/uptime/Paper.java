package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.http.Parts;
import io.pulsefleet.hub.http.Tree;
import io.pulsefleet.hub.uptime.DocumentBook.UptimeDocument;
import io.pulsefleet.hub.uptime.DocumentBook.WindowEntry;
import io.pulsefleet.hub.uptime.PlaceBook.DatacenterView;
import io.pulsefleet.hub.uptime.PlaceBook.RegionView;
import io.pulsefleet.hub.uptime.PlaceBook.ScheduleView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A document as somebody wrote it: read part by part, so that of each the mistakes are told, and what is well said of it is
 * looked at all the same.
 *
 * @param document what could be read; null stands for a part that is none
 * @param wrong what could not
 */
record Paper(UptimeDocument document, Complaints wrong, Tree tree) {

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
        return section == null ? null : Parts.list(section, name, type, wrong);
    }
}
