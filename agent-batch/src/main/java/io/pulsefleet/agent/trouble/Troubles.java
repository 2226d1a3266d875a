package io.pulsefleet.agent.trouble;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What hinders this agent now, each a sentence that names the thing and the remedy.
 *
 * <p>A trouble that lasts is one line in the log when it begins and one when it is over, however often it is told.
 */
@ApplicationScoped
public class Troubles {

    private static final System.Logger LOG = System.getLogger(Troubles.class.getName());

    private final Map<String, String> byThing = new LinkedHashMap<>();

    /** @param thing what it is about; it has one trouble at a time, the newest sentence stands */
    public void tell(String thing, String sentence) {
        if (begins(thing, sentence)) {
            LOG.log(WARNING, sentence);
        }
    }

    /** As {@link #tell(String, String)}, for what should not happen: the log shows where it came from. */
    public void tell(String thing, String sentence, Throwable bug) {
        if (begins(thing, sentence)) {
            LOG.log(WARNING, sentence, bug);
        }
    }

    /** @param sentence for the log; said only if there was a trouble */
    public void over(String thing, String sentence) {
        if (ends(thing)) {
            LOG.log(INFO, sentence);
        }
    }

    /** A thing is no more, and all of it neither: what hindered it hinders nobody. */
    public void noMore(String thing) {
        if (forget(thing)) {
            LOG.log(INFO, thing + ": it is visited no more, and what was wrong with it is over");
        }
    }

    private synchronized boolean forget(String thing) {
        return byThing.keySet()
                .removeIf(one -> one.equals(thing) || one.startsWith(thing + " ") || one.equals("overrun " + thing));
    }

    public synchronized List<String> now() {
        return List.copyOf(byThing.values());
    }

    private synchronized boolean begins(String thing, String sentence) {
        return byThing.put(thing, sentence) == null;
    }

    private synchronized boolean ends(String thing) {
        return byThing.remove(thing) != null;
    }
}
