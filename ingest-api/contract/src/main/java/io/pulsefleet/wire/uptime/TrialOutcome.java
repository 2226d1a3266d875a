package io.pulsefleet.wire.uptime;

import io.pulsefleet.wire.Required;
import java.util.List;

/**
 * What a {@link Trial} showed.
 *
 * @param heartbeat as it would have been, with the beginning of the answer in any case
 * @param judged each thing that is expected of the answer; empty where none came
 */
public record TrialOutcome(Heartbeat heartbeat, List<Judged> judged) {

    public TrialOutcome {
        Required.present("heartbeat", heartbeat);
        judged = Required.list("judged", judged, Assertion.MOST);
    }
}
