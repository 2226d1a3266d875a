package io.pulsefleet.hub.logs;

import java.io.IOException;
import java.util.Optional;

/** What lines are written on, from the first to the last. */
interface Sheet {

    void line(LineView line) throws IOException;

    /** @param next where those go on that there was no room for; empty: these were all */
    void end(Optional<String> next) throws IOException;

    /** Ends it so that nobody takes it for whole. */
    void breakOff(String why) throws IOException;
}
