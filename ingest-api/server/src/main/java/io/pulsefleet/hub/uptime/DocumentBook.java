package io.pulsefleet.hub.uptime;

import static java.util.stream.Collectors.toSet;

import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.uptime.PlaceBook.DatacenterView;
import io.pulsefleet.hub.uptime.PlaceBook.RegionView;
import io.pulsefleet.hub.uptime.PlaceBook.ScheduleView;
import io.pulsefleet.store.uptime.Monitor;
import io.pulsefleet.store.uptime.Monitors;
import io.pulsefleet.store.uptime.Places;
import io.pulsefleet.wire.uptime.Check;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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

    /** Each may be left out. Secrets are never in one that is exported. */
    public record UptimeDocument(
            List<RegionView> regions,
            List<DatacenterView> datacenters,
            List<ScheduleView> schedules,
            List<MonitorForm> monitors) {

        public UptimeDocument {
            regions = regions == null ? List.of() : regions;
            datacenters = datacenters == null ? List.of() : datacenters;
            schedules = schedules == null ? List.of() : schedules;
            monitors = monitors == null ? List.of() : monitors;
        }
    }

    /**
     * @param what region, datacenter, schedule, monitor
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
                all.stream().map(monitor -> form(monitor, names)).toList());
    }

    /**
     * @param prune whether monitors go that it does not name
     * @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong
     */
    @Transactional
    public Applied apply(UptimeDocument document, boolean dryRun, boolean prune, String by) {
        monitors.oneAtATime();
        var wrong = new Complaints();
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
        var forms = document.monitors().stream().map(MonitorForm::filled).toList();
        var checks = check(document, forms, all, changes, wrong);
        var gone = prune ? notNamed(forms, all) : List.<Monitor>of();
        gone.forEach(monitor -> changes.add(new Change("monitor", monitor.wish().name(), "removed", List.of())));
        wrong.end();
        if (!dryRun) {
            document.regions().forEach(region -> places.put(region.row()));
            document.datacenters().forEach(datacenter -> places.put(datacenter.row()));
            document.schedules().forEach(schedule -> places.put(schedule.row()));
            gone.forEach(monitors::remove);
            book.apply(forms, checks, by);
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
            if (one == null) {
                own.add("", "must be an object");
            } else {
                check.accept(one, own);
                if (!seen.add(String.valueOf(key.apply(one)))) {
                    own.add("", "is the second one of this name");
                }
                var was = before.get(key.apply(one));
                if (!one.equals(was)) {
                    changes.add(new Change(what, key.apply(one), was == null ? "added" : "changed", List.of()));
                }
            }
            wrong.addAll(what + "s[" + i + "].", own);
        }
    }

    private static <T> Set<String> keys(List<T> wanted, List<T> there, Function<T, String> key) {
        return Stream.concat(wanted.stream(), there.stream())
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
                keys(forms.stream().map(MonitorForm::name).toList(), List.copyOf(before.keySet()), name -> name));
        var seen = new HashSet<String>();
        var checks = new ArrayList<Check>();
        for (int i = 0; i < forms.size(); i++) {
            var form = forms.get(i);
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
            wrong.addAll("monitors[" + i + "].", own);
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
        var named = forms.stream().map(MonitorForm::name).collect(toSet());
        return all.stream()
                .filter(monitor -> !named.contains(monitor.wish().name()))
                .toList();
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
