package io.pulsefleet.agent.command;

import io.pulsefleet.wire.RawJson;
import java.io.IOException;

/**
 * A command in the course of which this agent ends and is started again: what came of it, that start says.
 *
 * <p>Its end with the agent is no outcome. It is asked again by the id of the call, until it knows.
 */
interface Outliving extends RemoteCommand {

    /**
     * Waits for what came of the call that an agent before this one began.
     *
     * @throws IOException when it failed, or nobody will ever know
     */
    RawJson goOn(Call call) throws IOException, InterruptedException;
}
