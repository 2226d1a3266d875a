package io.pulsefleet.hub.uptime;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.http.Seen;
import io.pulsefleet.hub.http.Tree;
import io.pulsefleet.hub.uptime.MaintenanceBook.WindowForm;
import io.pulsefleet.hub.uptime.PlaceBook.DatacenterView;
import io.pulsefleet.hub.uptime.PlaceBook.RegionView;
import io.pulsefleet.hub.uptime.PlaceBook.ScheduleView;
import io.pulsefleet.store.uptime.Monitor;
import io.pulsefleet.store.uptime.Monitors;
import io.pulsefleet.store.uptime.Places;
import io.pulsefleet.store.uptime.Window;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.uptime.Check;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All that is said of uptime as one document: kept in a repository, applied, exported. What it leaves out of a monitor is as
 * by default; a monitor that it does not name stays, unless it is asked to be removed.
 */
@ApplicationScoped
public class DocumentBook {

    @Inject
    PlaceBook placeBook;

    @Inject
    Places places;

    @Inject
    Monitors monitors;

    @Inject
    MonitorBook book;

    @Inject
    MaintenanceBook windowBook;

    /** Each may be left out. Secrets are never in one that is exported. */
    public record UptimeDocument(
            List<RegionView> regions,
            List<DatacenterView> datacenters,
            List<ScheduleView> schedules,
            List<MonitorForm> monitors,
            List<WindowEntry> maintenance) {

        public UptimeDocument {
            regions = regions == null ? List.of() : regions;
            datacenters = datacenters == null ? List.of() : datacenters;
            schedules = schedules == null ? List.of() : schedules;
            monitors = monitors == null ? List.of() : monitors;
        }

        List<WindowEntry> windows() {
            return maintenance == null ? List.of() : maintenance;
        }
    }

    /**
     * A maintenance window: as {@link MaintenanceBook.WindowForm}, but its monitors stand by name.
     *
     * @param monitors with the tags: for these, and those that have one of the tags. Both left out: for all
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record WindowEntry(
            String name,
            String starts,
            String timeZone,
            Integer minutes,
            String rule,
            List<String> monitors,
            List<String> tags,
            @JsonProperty("public") Boolean isPublic) {

        static WindowEntry of(Window window, Map<Integer, String> names) {
            return new WindowEntry(
                    window.name(),
                    window.starts().toString(),
                    window.timeZone(),
                    window.minutes(),
                    window.rule(),
                    window.monitors().stream()
                            .map(names::get)
                            .filter(known -> known != null)
                            .toList(),
                    window.tags(),
                    window.isPublic());
        }

        WindowForm form(List<Integer> ids) {
            return new WindowForm(name, starts, timeZone, minutes, rule, ids, tags, isPublic);
        }
    }

    /**
     * @param what region, datacenter, schedule, monitor, maintenance
     * @param change added, changed, removed
     * @param fields that are others
     */
    public record Change(String what, String name, String change, List<String> fields) {}

    /** @param applied whether it was done, and is not only what would be */
    public record Applied(boolean applied, List<Change> changes) {}

    @Transactional
    public UptimeDocument export() {
        var all = monitors.all();
        var names = names(all);
        return new UptimeDocument(
                placeBook.regions(),
                placeBook.datacenters(),
                placeBook.schedules(),
                all.stream().map(monitor -> form(monitor, names)).toList(),
                windowBook.windows().stream()
                        .map(window -> WindowEntry.of(window, names))
                        .toList());
    }

    /** The same as YAML, without what is empty. */
    @Transactional
    public String yaml() {
        return Tree.yaml(withoutEmpty());
    }

    /** As {@link #export}, without what is empty. */
    @Transactional
    public Object withoutEmpty() {
        return withoutEmpty(Tree.ofJson(RawJson.of(export()).text()).root());
    }

    /** A check stays as it is: there an empty text may mean something. */
    private static Object withoutEmpty(Object value) {
        if (value instanceof Map<?, ?> map) {
            var full = new LinkedHashMap<String, Object>();
            map.forEach((name, part) -> {
                if (name.equals("check")) {
                    full.put("check", part);
                } else if (!Map.of().equals(part) && !List.of().equals(part) && !"".equals(part)) {
                    full.put(String.valueOf(name), withoutEmpty(part));
                }
            });
            return full;
        }
        return value instanceof List<?> all
                ? all.stream().map(DocumentBook::withoutEmpty).toList()
                : value;
    }

    /**
     * @param prune whether monitors go that it does not name, and maintenance windows where it has any
     * @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong, each with its line
     */
    @Transactional
    public Applied apply(Paper paper, boolean dryRun, boolean prune, String by) {
        monitors.oneAtATime();
        var document = paper.document();
        var wrong = paper.wrong();
        var changes = new ArrayList<Change>();
        put("region", document.regions(), placeBook.regions(), RegionView::id, changes, wrong, RegionView::check);
        var regions = keys(document.regions(), placeBook.regions(), RegionView::id);
        put(
                "datacenter",
                document.datacenters(),
                placeBook.datacenters(),
                DatacenterView::id,
                changes,
                wrong,
                (datacenter, complaints) -> datacenter.check(regions, complaints));
        put(
                "schedule",
                document.schedules(),
                placeBook.schedules(),
                ScheduleView::name,
                changes,
                wrong,
                ScheduleView::check);
        var all = monitors.all();
        // one that could not be read is told, and nothing will be done
        var forms = document.monitors().stream()
                .map(form -> form == null ? null : form.filled())
                .toList();
        var checks = check(document, forms, all, changes, wrong);
        var gone = prune ? notNamed(forms, all) : List.<Monitor>of();
        gone.forEach(monitor -> changes.add(new Change("monitor", monitor.wish().name(), "removed", List.of())));
        var windows = windowBook.windows();
        checkWindows(document, all, windows, by, changes, wrong);
        var over = prune && document.maintenance() != null
                ? windowsNotNamed(document.windows(), windows)
                : List.<Window>of();
        over.forEach(window -> changes.add(new Change("maintenance", window.name(), "removed", List.of())));
        paper.end();
        if (!dryRun) {
            document.regions().forEach(region -> places.put(region.row()));
            document.datacenters().forEach(datacenter -> places.put(datacenter.row()));
            document.schedules().forEach(schedule -> places.put(schedule.row()));
            gone.forEach(monitors::remove);
            book.apply(forms, checks, by);
            over.forEach(window -> windowBook.remove(window.id(), by));
            applyWindows(document.windows(), windows, by);
        }
        return new Applied(!dryRun, changes);
    }

    private static <T> void put(
            String what,
            List<T> wanted,
            List<T> there,
            Function<T, String> key,
            List<Change> changes,
            Complaints wrong,
            BiConsumer<T, Complaints> check) {
        var before = new HashMap<String, T>();
        there.forEach(one -> before.put(key.apply(one), one));
        var seen = new HashSet<String>();
        for (int i = 0; i < wanted.size(); i++) {
            var one = wanted.get(i);
            var own = new Complaints();
            if (one != null) {
                check.accept(one, own);
                if (!seen.add(String.valueOf(key.apply(one)))) {
                    own.add("", "is the second one of this name");
                }
                var was = before.get(key.apply(one));
                if (!one.equals(was)) {
                    changes.add(new Change(what, key.apply(one), was == null ? "added" : "changed", List.of()));
                }
            }
            wrong.addNew(what + "s[" + i + "].", own);
        }
    }

    private static <T> Set<String> keys(List<T> wanted, List<T> there, Function<T, String> key) {
        return Stream.concat(wanted.stream(), there.stream())
                .filter(one -> one != null)
                .map(key)
                .filter(known -> known != null)
                .collect(toSet());
    }

    /** @return what each checks, as far as it is one */
    private List<Check> check(
            UptimeDocument document,
            List<MonitorForm> forms,
            Collection<Monitor> all,
            List<Change> changes,
            Complaints wrong) {
        var names = names(all);
        var secrets = monitors.secretNames();
        var before = new HashMap<String, Monitor>();
        all.forEach(monitor -> before.put(monitor.wish().name(), monitor));
        var rules = new MonitorRules(
                keys(document.schedules(), placeBook.schedules(), ScheduleView::name),
                keys(document.datacenters(), placeBook.datacenters(), DatacenterView::id),
                keys(namesOf(forms), List.copyOf(before.keySet()), name -> name));
        var seen = new HashSet<String>();
        var checks = new ArrayList<Check>();
        for (int i = 0; i < forms.size(); i++) {
            var form = forms.get(i);
            if (form == null) {
                checks.add(null);
                continue;
            }
            var own = new Complaints();
            var was = Optional.ofNullable(before.get(form.name()));
            var kept = was.map(monitor -> secrets.getOrDefault(monitor.id(), List.of()))
                    .orElse(List.of());
            var check = rules.check(form, kept, own);
            if (!seen.add(String.valueOf(form.name()))) {
                own.add("name", "is the second one of this name");
            }
            if (was.isPresent() && check.isPresent()) {
                MonitorBook.refuseToSendElsewhere(was.get().wish(), check.get(), kept, form, own);
            }
            wrong.addNew("monitors[" + i + "].", own);
            checks.add(check.orElse(null));
            if (was.isEmpty()) {
                changes.add(new Change("monitor", form.name(), "added", List.of()));
            } else {
                var fields = differences(form, form(was.get(), names));
                if (!fields.isEmpty()) {
                    changes.add(new Change("monitor", form.name(), "changed", fields));
                }
            }
        }
        return checks;
    }

    private static List<Monitor> notNamed(List<MonitorForm> forms, Collection<Monitor> all) {
        var named = Set.copyOf(namesOf(forms));
        return all.stream()
                .filter(monitor -> !named.contains(monitor.wish().name()))
                .toList();
    }

    private static List<String> namesOf(Collection<MonitorForm> forms) {
        return forms.stream()
                .filter(form -> form != null && form.name() != null)
                .map(MonitorForm::name)
                .toList();
    }

    private static List<Window> windowsNotNamed(List<WindowEntry> entries, Collection<Window> all) {
        var named = entries.stream()
                .filter(entry -> entry != null)
                .map(WindowEntry::name)
                .collect(toSet());
        return all.stream().filter(window -> !named.contains(window.name())).toList();
    }

    private void checkWindows(
            UptimeDocument document,
            Collection<Monitor> all,
            Collection<Window> there,
            String by,
            List<Change> changes,
            Complaints wrong) {
        var names = names(all);
        var known = keys(namesOf(document.monitors()), List.copyOf(names.values()), name -> name);
        var seen = new HashSet<String>();
        for (int i = 0; i < document.windows().size(); i++) {
            var entry = document.windows().get(i);
            if (entry == null) {
                continue;
            }
            var own = new Complaints();
            var wanted = MaintenanceBook.check(0, entry.form(List.of()), by, own);
            if (!seen.add(String.valueOf(entry.name()))) {
                own.add("name", "is the second one of this name");
            }
            var of = entry.monitors() == null ? List.<String>of() : entry.monitors();
            for (int j = 0; j < of.size(); j++) {
                if (!known.contains(String.valueOf(of.get(j)))) {
                    own.add("monitors[" + j + "]", "there is no monitor '" + of.get(j) + "'");
                }
            }
            wrong.addNew("maintenance[" + i + "].", own);
            var before = there.stream()
                    .filter(window -> window.name().equals(entry.name()))
                    .findFirst();
            if (before.isEmpty()) {
                changes.add(new Change("maintenance", entry.name(), "added", List.of()));
            } else {
                wanted.filter(window -> !isTheSame(window, of, WindowEntry.of(before.get(), names)))
                        .ifPresent(
                                window -> changes.add(new Change("maintenance", entry.name(), "changed", List.of())));
            }
        }
    }

    private static boolean isTheSame(Window wanted, List<String> monitors, WindowEntry was) {
        var entry = WindowEntry.of(wanted, Map.of());
        return was.equals(new WindowEntry(
                entry.name(),
                entry.starts(),
                entry.timeZone(),
                entry.minutes(),
                entry.rule(),
                monitors,
                entry.tags(),
                entry.isPublic()));
    }

    private void applyWindows(List<WindowEntry> entries, Collection<Window> there, String by) {
        var all = monitors.all();
        var ids = new HashMap<String, Integer>();
        all.forEach(monitor -> ids.put(monitor.wish().name(), monitor.id()));
        var names = names(all);
        for (var entry : entries) {
            var of = entry.monitors() == null ? List.<String>of() : entry.monitors();
            var form = entry.form(of.stream().map(ids::get).toList());
            var before = there.stream()
                    .filter(window -> window.name().equals(entry.name()))
                    .findFirst();
            if (before.isEmpty()) {
                windowBook.add(form, by);
            } else if (!isTheSame(
                    MaintenanceBook.check(0, form, by, new Complaints()).orElseThrow(),
                    of,
                    WindowEntry.of(before.get(), names))) {
                windowBook.change(before.get().id(), form, by, Seen.ANY);
            }
        }
    }

    private static Map<Integer, String> names(Collection<Monitor> all) {
        var names = new HashMap<Integer, String>();
        all.forEach(monitor -> names.put(monitor.id(), monitor.wish().name()));
        return names;
    }

    private static MonitorForm form(Monitor monitor, Map<Integer, String> names) {
        return MonitorForm.of(monitor.wish(), names.getOrDefault(monitor.wish().needsMonitor(), ""));
    }

    /** The fields that are others. A secret that is given is one: nobody can tell. */
    static List<String> differences(MonitorForm wanted, MonitorForm was) {
        var fields = new ArrayList<String>();
        note(fields, "kind", wanted.kind(), was.kind());
        note(fields, "check", asCheck(wanted), asCheck(was));
        note(fields, "schedule", wanted.schedule(), was.schedule());
        note(fields, "degraded_ms", wanted.degradedMs(), was.degradedMs());
        note(fields, "retries", wanted.retries(), was.retries());
        note(fields, "quorum", wanted.quorum(), was.quorum());
        note(fields, "datacenters", wanted.datacenters(), was.datacenters());
        note(fields, "tags", wanted.tags(), was.tags());
        note(fields, "paused", wanted.paused(), was.paused());
        note(fields, "public", wanted.isPublic(), was.isPublic());
        note(fields, "needs_monitor", wanted.needsMonitor(), was.needsMonitor());
        note(fields, "needs_host", wanted.needsHost(), was.needsHost());
        note(fields, "status_group", wanted.statusGroup(), was.statusGroup());
        note(fields, "secrets", wanted.secrets(), was.secrets());
        return fields;
    }

    /** Written in another way it is the same. */
    private static Object asCheck(MonitorForm form) {
        return form.check() == null
                ? ""
                : Checks.stored(String.valueOf(form.kind()), form.check().text());
    }

    private static void note(List<String> fields, String field, Object wanted, Object was) {
        if (!wanted.equals(was)) {
            fields.add(field);
        }
    }
}
