package io.pulsefleet.wire.uptime;

import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.Required;
import java.time.Instant;
import java.util.List;

/**
 * What a prober saw: the body of a document of the kind {@link #KIND}, whose target is the datacenter.
 *
 * @param lease the number of the lease under which they were probed
 */
public record Heartbeats(String datacenter, long lease, List<Heartbeat> heartbeats) {

    public static final String KIND = "uptime.heartbeats";

    /** So many in one document. */
    public static final int MOST = 5_000;

    public Heartbeats {
        Required.name("datacenter", datacenter);
        heartbeats = Required.list("heartbeats", heartbeats, MOST);
    }

    public Document at(Instant moment) {
        return new Document(KIND, datacenter, moment, RawJson.of(this));
    }
}
