package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.wire.uptime.Answer;
import io.pulsefleet.wire.uptime.Check;
import io.pulsefleet.wire.uptime.CheckKind;
import java.io.IOException;

/** How monitors of one kind are probed. A new kind is one more of these. Asked by many threads at a time. */
interface Prober {

    CheckKind kind();

    /**
     * @param attempt whose time it keeps to, and to which it says what it sees
     * @return for the assertions
     * @throws ProbeFailedException when it knows by itself what is wrong
     * @throws IOException otherwise; {@link Faults} says what it means in the phase that runs
     */
    Answer probe(Check check, Attempt attempt) throws IOException;
}
