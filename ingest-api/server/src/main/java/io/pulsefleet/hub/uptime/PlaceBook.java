package io.pulsefleet.hub.uptime;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.uptime.Datacenter;
import io.pulsefleet.store.uptime.MonitorSearch;
import io.pulsefleet.store.uptime.NewHeartbeat;
import io.pulsefleet.store.uptime.Places;
import io.pulsefleet.store.uptime.ProberLeases;
import io.pulsefleet.store.uptime.Region;
import io.pulsefleet.store.uptime.Schedule;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Regions, datacenters and schedules. */
@ApplicationScoped
public class PlaceBook {

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
    private static final int DAY_SECONDS = 86_400;
    private static final int LEAST_TIMEOUT_MS = 100;
    private static final int MOST_TIMEOUT_MS = 120_000;

    @Inject
    Places stored;

    @Inject
    ProberLeases leases;

    @Inject
    MonitorSearch search;

    /** A region. */
    public record RegionView(String id, String name) {

        void check(Complaints wrong) {
            checkKey("id", id, wrong);
            checkName(name, wrong);
        }

        Region row() {
            return new Region(id, name);
        }
    }

    /** @param region left out: none */
    public record DatacenterView(String id, String region, String name, Double latitude, Double longitude) {

        static DatacenterView of(Datacenter row) {
            return new DatacenterView(row.id(), row.region(), row.name(), row.latitude(), row.longitude());
        }

        void check(Set<String> regions, Complaints wrong) {
            checkKey("id", id, wrong);
            if (NewHeartbeat.PUSH.equals(id)) {
                wrong.add("id", "is where monitors stand that are pushed to; give it another name");
            }
            checkName(name, wrong);
            if (region != null && !regions.contains(region)) {
                wrong.add("region", "there is no region '" + region + "'");
            }
            if ((latitude == null) != (longitude == null)) {
                wrong.add("longitude", "must be there where 'latitude' is, and only there");
            } else if (latitude != null && !(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
                wrong.add("latitude", "must be from -90 to 90, 'longitude' from -180 to 180");
            }
        }

        Datacenter row() {
            return new Datacenter(id, region, name, latitude, longitude);
        }
    }

    /** A schedule; the timeout is a probe's as a whole. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record ScheduleView(String name, Integer everySeconds, Integer timeoutMs) {

        static ScheduleView of(Schedule row) {
            return new ScheduleView(row.name(), row.everySeconds(), row.timeoutMs());
        }

        void check(Complaints wrong) {
            checkKey("name", name, wrong);
            if (everySeconds == null || everySeconds < 1 || everySeconds > DAY_SECONDS) {
                wrong.add("every_seconds", "must be from 1 to " + DAY_SECONDS);
            }
            if (timeoutMs == null || timeoutMs < LEAST_TIMEOUT_MS || timeoutMs > MOST_TIMEOUT_MS) {
                wrong.add("timeout_ms", "must be from " + LEAST_TIMEOUT_MS + " to " + MOST_TIMEOUT_MS);
            }
        }

        Schedule row() {
            return new Schedule(name, everySeconds, timeoutMs);
        }
    }

    /**
     * A datacenter and who probes there.
     *
     * @param prober the host's name of the agent that does; left out: none does
     * @param standby how many agents named it and do not
     */
    public record DatacenterRow(
            String id,
            String region,
            String name,
            Double latitude,
            Double longitude,
            String prober,
            Long lease,
            int standby) {}

    /** All regions, datacenters with their probers, and schedules. */
    public record PlaceList(List<RegionView> regions, List<DatacenterRow> datacenters, List<ScheduleView> schedules) {}

    private static void checkKey(String field, String key, Complaints wrong) {
        if (key == null || !KEY.matcher(key).matches()) {
            wrong.add(field, "must be 1 to 63 letters, digits, _, dots or -, a letter or digit first");
        }
    }

    private static void checkName(String name, Complaints wrong) {
        if (name == null || name.isBlank() || name.length() > 200) {
            wrong.add("name", "must have 1 to 200 characters");
        }
    }

    @Transactional
    public PlaceList all() {
        var probers = leases.probers();
        return new PlaceList(
                regions(),
                stored.datacenters().stream()
                        .map(row -> row(row, probers.get(row.id())))
                        .toList(),
                schedules());
    }

    List<RegionView> regions() {
        return stored.regions().stream()
                .map(row -> new RegionView(row.id(), row.name()))
                .toList();
    }

    List<DatacenterView> datacenters() {
        return stored.datacenters().stream().map(DatacenterView::of).toList();
    }

    List<ScheduleView> schedules() {
        return stored.schedules().stream().map(ScheduleView::of).toList();
    }

    private static DatacenterRow row(Datacenter row, ProberLeases.Prober prober) {
        return new DatacenterRow(
                row.id(),
                row.region(),
                row.name(),
                row.latitude(),
                row.longitude(),
                prober == null ? null : prober.hostname(),
                prober == null || prober.hostname() == null ? null : prober.number(),
                prober == null ? 0 : prober.standby());
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    RegionView region(String id) {
        return find(regions(), RegionView::id, id).orElseThrow(() -> none("region", id));
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    DatacenterView datacenter(String id) {
        return find(datacenters(), DatacenterView::id, id).orElseThrow(() -> none("datacenter", id));
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    ScheduleView schedule(String name) {
        return find(schedules(), ScheduleView::name, name).orElseThrow(() -> none("schedule", name));
    }

    private static <T> Optional<T> find(List<T> all, Function<T, String> keyOf, String key) {
        return all.stream().filter(one -> keyOf.apply(one).equals(key)).findFirst();
    }

    /**
     * @param still is given what is there, and throws where that is another than the caller has seen
     * @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong
     */
    @Transactional
    RegionView put(RegionView region, Consumer<Optional<?>> still) {
        var wrong = new Complaints();
        region.check(wrong);
        wrong.end();
        stored.lock(Region.class);
        still.accept(find(regions(), RegionView::id, region.id()));
        stored.put(region.row());
        return region;
    }

    /**
     * @param still is given what is there, and throws where that is another than the caller has seen
     * @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong
     */
    @Transactional
    DatacenterView put(DatacenterView datacenter, Consumer<Optional<?>> still) {
        var wrong = new Complaints();
        datacenter.check(Set.copyOf(regions().stream().map(RegionView::id).toList()), wrong);
        wrong.end();
        stored.lock(Datacenter.class);
        still.accept(find(datacenters(), DatacenterView::id, datacenter.id()));
        stored.put(datacenter.row());
        return datacenter;
    }

    /**
     * @param still is given what is there, and throws where that is another than the caller has seen
     * @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong
     */
    @Transactional
    ScheduleView put(ScheduleView schedule, Consumer<Optional<?>> still) {
        var wrong = new Complaints();
        schedule.check(wrong);
        wrong.end();
        stored.lock(Schedule.class);
        still.accept(find(schedules(), ScheduleView::name, schedule.name()));
        stored.put(schedule.row());
        return schedule;
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404, 409 when a datacenter is in it */
    @Transactional
    public void removeRegion(String id) {
        refuseUsed(
                "region",
                id,
                datacenters().stream()
                        .filter(datacenter -> id.equals(datacenter.region()))
                        .map(DatacenterView::id)
                        .toList());
        gone(stored.remove(Region.class, id), "region", id);
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404, 409 when a monitor names it */
    @Transactional
    public void removeDatacenter(String id) {
        refuseUsed("datacenter", id, search.namesOfDatacenter(id));
        gone(stored.remove(Datacenter.class, id), "datacenter", id);
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404, 409 when a monitor uses it */
    @Transactional
    public void removeSchedule(String name) {
        refuseUsed("schedule", name, search.namesOfSchedule(name));
        gone(stored.remove(Schedule.class, name), "schedule", name);
    }

    private static void refuseUsed(String what, String key, List<String> users) {
        if (!users.isEmpty()) {
            throw Problems.conflict("The " + what + " '" + key + "' is used by " + users + "; change these first.");
        }
    }

    private static void gone(boolean was, String what, String key) {
        if (!was) {
            throw none(what, key);
        }
    }

    private static WebApplicationException none(String what, String key) {
        return Problems.notFound("There is no " + what + " '" + key + "'.");
    }
}
