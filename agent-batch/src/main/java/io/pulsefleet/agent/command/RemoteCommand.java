package io.pulsefleet.agent.command;

import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.CommandInfo;
import java.io.IOException;

/**
 * Something that this agent does when it is asked. CDI finds it; nobody registers.
 *
 * <p>It is called by several threads at once, and interrupted when it is cancelled or its time is over.
 */
public interface RemoteCommand {

    /** Its one description: checked by the hub, shown as a form by the console. */
    CommandInfo info();

    /**
     * @return what is answered, as JSON
     * @throws RefusedException when it does not do that, in a sentence
     * @throws IOException when it cannot be done now
     */
    RawJson run(Call call) throws IOException, InterruptedException;
}
