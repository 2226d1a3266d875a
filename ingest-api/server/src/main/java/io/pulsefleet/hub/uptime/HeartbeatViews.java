package io.pulsefleet.hub.uptime;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.store.uptime.Seen;
import io.pulsefleet.wire.RawJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/** What was seen of a monitor, as it is answered. */
@ApplicationScoped
public class HeartbeatViews {

    @Inject
    Seen seen;

    /** @param next from where on to ask for those before, as {@code to}; left out: these are all */
    public record HeartbeatList(List<HeartbeatView> heartbeats, Instant next) {}

    /** Phases in microseconds. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record HeartbeatView(
            Instant slotAt,
            Instant executedAt,
            String datacenter,
            long lease,
            String status,
            String error,
            String message,
            PhasesView phases,
            Integer code,
            Long bytes,
            String address,
            Instant certificateEnds,
            String answer,
            RawJson hops) {}

    /** Microseconds; their sum is the whole. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record PhasesView(int dns, int connect, int tls, int firstByte, int transfer) {}

    /** The newest first. All of one slot stand in one answer, so that the next one begins with another slot. */
    HeartbeatList read(int monitor, String datacenter, Instant from, Instant to, int limit) {
        var found = seen.read(monitor, datacenter, from, to, limit + 1);
        if (found.size() <= limit) {
            return new HeartbeatList(found.stream().map(HeartbeatViews::view).toList(), null);
        }
        var cut = found.get(limit).slot();
        var whole = found.stream()
                .filter(heartbeat -> heartbeat.slot().isAfter(cut))
                .toList();
        var shown = whole.isEmpty() ? found.subList(0, limit) : whole;
        return new HeartbeatList(
                shown.stream().map(HeartbeatViews::view).toList(),
                whole.isEmpty() ? cut : shown.get(shown.size() - 1).slot());
    }

    private static HeartbeatView view(Seen.Heartbeat seen) {
        return new HeartbeatView(
                seen.slot(),
                seen.executedAt(),
                seen.datacenter(),
                seen.lease(),
                seen.status(),
                seen.error(),
                seen.message(),
                seen.dns() == null
                        ? null
                        : new PhasesView(seen.dns(), seen.connect(), seen.tls(), seen.firstByte(), seen.transfer()),
                seen.code(),
                seen.bytes(),
                seen.address(),
                seen.certificateEnds(),
                seen.answer(),
                seen.hops() == null ? null : new RawJson(seen.hops()));
    }
}
