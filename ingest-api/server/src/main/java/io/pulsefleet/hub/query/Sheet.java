package io.pulsefleet.hub.query;

import io.pulsefleet.store.series.Source;
import java.io.IOException;
import java.util.Collection;

/** What an answer is written on, from top to bottom. */
interface Sheet {

    String BROKEN_OFF = "!!! The answer breaks off: ";

    void begin(Answer answer) throws IOException;

    void line(Line line, Curve curve) throws IOException;

    /** Said after the lines where only some of them were wanted: how many there are. */
    void count(long lines) throws IOException;

    /**
     * Ends it so that nobody takes it for whole: the server would end the message as if nothing had happened, whatever is
     * thrown.
     */
    void breakOff(String why) throws IOException;

    /** @param sources in which something was found */
    void end(Collection<Source> sources) throws IOException;
}
