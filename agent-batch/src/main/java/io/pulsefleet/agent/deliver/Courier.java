package io.pulsefleet.agent.deliver;

import io.pulsefleet.agent.fleet.Identity;
import io.pulsefleet.agent.hub.Answer;
import io.pulsefleet.agent.hub.Answer.Outcome;
import io.pulsefleet.agent.hub.Hub;
import io.pulsefleet.agent.hub.Reply;
import io.pulsefleet.agent.spool.Packed;
import io.pulsefleet.agent.spool.Spool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;

/** Carries one segment to the hub, with the sets that the hub asks for. */
@ApplicationScoped
public class Courier {

    @Inject
    Hub hub;

    @Inject
    Identity identity;

    @Inject
    Spool spool;

    /**
     * @return anything but AWAY
     * @throws HubAwayException when the hub is away, or was so often that nobody is sent at all
     */
    @CircuitBreaker(
            failOn = HubAwayException.class,
            requestVolumeThreshold = 4,
            failureRatio = 1,
            delay = 2_000,
            successThreshold = 1)
    public Answer offer(Packed packed) {
        var answer = put(packed, packed.content());
        if (answer.is(Outcome.UNKNOWN_SETS)) {
            answer = withSets(packed, answer);
        }
        if (answer.is(Outcome.AWAY)) {
            throw new HubAwayException(answer);
        }
        return answer;
    }

    private Answer withSets(Packed packed, Answer asked) {
        try {
            return spool.withSets(packed, asked.sets())
                    .map(complete -> put(packed, complete))
                    .orElse(asked);
        } catch (IOException notNow) {
            return Answer.none("the sets that it asks for cannot be read here: " + notNow.getMessage());
        }
    }

    private Answer put(Packed packed, byte[] content) {
        return Reply.to(
                () -> hub.offer(identity.agent(), packed.segment().name().toString(), identity.bearer(), content));
    }
}
