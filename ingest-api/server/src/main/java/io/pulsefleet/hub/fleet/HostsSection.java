package io.pulsefleet.hub.fleet;

import io.pulsefleet.hub.configuration.HostNames;
import io.pulsefleet.hub.configuration.Section;
import io.pulsefleet.hub.fleet.Marking.MarkBody;
import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.http.Parts;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.http.Tree;
import io.pulsefleet.store.fleet.Marks;
import io.pulsefleet.store.fleet.Marks.Mark;
import io.pulsefleet.store.fleet.Named;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The group and the tags of each host. A host that is not named stays as it is; none comes or goes so. */
@ApplicationScoped
class HostsSection implements Section {

    @Inject
    Marking marking;

    @Inject
    Marks marks;

    @Inject
    HostNames names;

    /**
     * @param host its hostname or id
     * @param group left out: stays
     * @param tags left out: they stay
     */
    record HostEntry(String host, String group, Map<String, String> tags) {}

    @Override
    public String name() {
        return "hosts";
    }

    @Override
    public Object export() {
        var known = names.now();
        var byNumber =
                marks.of(known.byId().values().stream().map(Named::number).toList());
        var hosts = new TreeMap<String, Object>();
        known.byId().forEach((id, named) -> {
            var mark = byNumber.get(named.number());
            if (mark != null) {
                hosts.put(known.nameOf(id), entry(known.nameOf(id), mark));
            }
        });
        return List.copyOf(hosts.values());
    }

    private static Map<String, Object> entry(String name, Mark mark) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("host", name);
        entry.put("group", mark.group());
        if (!mark.tags().isEmpty()) {
            entry.put("tags", new TreeMap<>(mark.tags()));
        }
        return entry;
    }

    @Override
    public List<Difference> apply(Tree part, How how) {
        var wrong = new Complaints();
        var differences = new ArrayList<Difference>();
        var known = names.now();
        var byNumber =
                marks.of(known.byId().values().stream().map(Named::number).toList());
        var named = new HashSet<UUID>();
        var entries = Parts.list(part.root(), "", HostEntry.class, wrong);
        for (int i = 0; i < entries.size(); i++) {
            var entry = entries.get(i);
            var field = "[" + i + "]";
            if (entry != null && isWell(field, entry, wrong)) {
                known.find(entry.host(), field + ".host", wrong).ifPresent(id -> {
                    if (!named.add(id)) {
                        wrong.add(field + ".host", "is the second one of this host");
                    }
                    put(id, entry, byNumber.get(known.byId().get(id).number()), how, differences);
                });
            }
        }
        wrong.end(part::line);
        return differences;
    }

    private static boolean isWell(String field, HostEntry entry, Complaints wrong) {
        try {
            Marking.check(new MarkBody(entry.group(), entry.tags()));
            return true;
        } catch (WebApplicationException refused) {
            var problem = Problems.of(refused);
            wrong.add(field + "." + problem.field(), problem.detail());
            return false;
        }
    }

    private void put(UUID id, HostEntry entry, Mark before, How how, List<Difference> differences) {
        var fields = differences(entry, before);
        if (!fields.isEmpty()) {
            differences.add(new Difference("host", entry.host(), "changed", fields));
            if (!how.dryRun()) {
                marking.mark(id, new MarkBody(entry.group(), entry.tags()), any -> {});
            }
        }
    }

    private static List<String> differences(HostEntry wanted, Mark was) {
        var fields = new ArrayList<String>();
        if (wanted.group() != null && !wanted.group().equals(was.group())) {
            fields.add("group");
        }
        if (wanted.tags() != null && !wanted.tags().equals(was.tags())) {
            fields.add("tags");
        }
        return fields;
    }
}
