package io.pulsefleet.agent.hub;

import static java.lang.System.Logger.Level.DEBUG;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** What is still said to the hub when the agent ends, on a thread of its own: nobody waits long for a hub that is silent. */
public final class Farewell {

    private static final System.Logger LOG = System.getLogger(Farewell.class.getName());

    private Farewell() {}

    /** @return whether it was over in time; not when the server was quicker, and none of our beans can be reached any more */
    public static boolean say(Runnable words, Duration longest) {
        var isSaid = new AtomicBoolean();
        Runnable all = () -> {
            try {
                words.run();
                isSaid.set(true);
            } catch (IllegalStateException tooLate) {
                LOG.log(DEBUG, "the server was quicker", tooLate);
            }
        };
        var speaker = new Thread(all, "farewell");
        speaker.setDaemon(true);
        speaker.start();
        try {
            speaker.join(longest.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return isSaid.get();
    }
}
