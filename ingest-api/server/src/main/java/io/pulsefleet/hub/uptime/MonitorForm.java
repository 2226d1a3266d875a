package io.pulsefleet.hub.uptime;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.store.uptime.Wish;
import io.pulsefleet.wire.RawJson;
import java.util.List;
import java.util.Map;

/**
 * What is said of a monitor. What is left out is as it was, or as it is by default.
 *
 * @param degradedMs 0: nothing is degraded
 * @param quorum 0: all datacenters that see it
 * @param needsMonitor by its name; empty: none
 * @param needsHost the id of its agent; empty: none
 * @param secrets by name; an empty one goes. They are never told again
 */
@JsonNaming(SnakeCaseStrategy.class)
public record MonitorForm(
        String name,
        String kind,
        RawJson check,
        String schedule,
        Integer degradedMs,
        Integer retries,
        Integer quorum,
        List<String> datacenters,
        List<String> tags,
        Boolean paused,
        @JsonProperty("public") Boolean isPublic,
        String needsMonitor,
        String needsHost,
        String statusGroup,
        Map<String, String> secrets) {

    private static final String SCHEDULE = "1m";
    private static final int RETRIES = 1;

    public MonitorForm {
        secrets = secrets == null ? Map.of() : secrets;
    }

    /** Never shows the secrets: records are logged. */
    @Override
    public String toString() {
        return "MonitorForm[" + name + "]";
    }

    /** With what is left out as it is by default. */
    MonitorForm filled() {
        return new MonitorForm(
                name,
                kind,
                check,
                schedule == null ? SCHEDULE : schedule,
                degradedMs == null ? Integer.valueOf(0) : degradedMs,
                retries == null ? Integer.valueOf(RETRIES) : retries,
                quorum == null ? Integer.valueOf(0) : quorum,
                datacenters == null ? List.of() : datacenters,
                tags == null ? List.of() : tags,
                paused != null && paused,
                isPublic != null && isPublic,
                needsMonitor == null ? "" : needsMonitor,
                needsHost == null ? "" : needsHost,
                statusGroup == null ? "" : statusGroup,
                secrets);
    }

    /** With what is left out as it is there. */
    MonitorForm over(Wish before, String needed) {
        var was = of(before, needed);
        return new MonitorForm(
                name == null ? was.name : name,
                kind == null ? was.kind : kind,
                check == null ? was.check : check,
                schedule == null ? was.schedule : schedule,
                degradedMs == null ? was.degradedMs : degradedMs,
                retries == null ? was.retries : retries,
                quorum == null ? was.quorum : quorum,
                datacenters == null ? was.datacenters : datacenters,
                tags == null ? was.tags : tags,
                paused == null ? was.paused : paused,
                isPublic == null ? was.isPublic : isPublic,
                needsMonitor == null ? was.needsMonitor : needsMonitor,
                needsHost == null ? was.needsHost : needsHost,
                statusGroup == null ? was.statusGroup : statusGroup,
                secrets);
    }

    /** @param needed the name of the monitor that it needs; empty: none */
    static MonitorForm of(Wish wish, String needed) {
        return new MonitorForm(
                wish.name(),
                wish.kind(),
                new RawJson(wish.check()),
                wish.schedule(),
                wish.degradedMs() == null ? Integer.valueOf(0) : wish.degradedMs(),
                wish.retries(),
                wish.quorum() == null ? Integer.valueOf(0) : wish.quorum(),
                wish.datacenters(),
                wish.tags(),
                wish.paused(),
                wish.isPublic(),
                needed,
                wish.needsHost() == null ? "" : wish.needsHost().toString(),
                wish.statusGroup() == null ? "" : wish.statusGroup(),
                Map.of());
    }
}
