package io.pulsefleet.agent.collect.postgres;

import java.sql.SQLException;
import java.time.Duration;

/** One of the things that a server is asked at a visit. One that fails does not hinder the others (PG-12). */
interface Part {

    String name();

    Duration every();

    boolean isFor(int version);

    /** Whether one of several databases of a server tells it for all. */
    default boolean isToldOnce() {
        return false;
    }

    /**
     * @throws SQLException when it cannot be read
     * @throws UnavailableException when it is plain why not
     */
    void read(Link link, Hello hello, Answers answers) throws SQLException, UnavailableException;

    /** What is wrong is known, and no failure. */
    final class UnavailableException extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Trouble trouble;

        UnavailableException(Trouble trouble) {
            super(trouble.why());
            this.trouble = trouble;
        }

        Trouble trouble() {
            return trouble;
        }
    }
}
