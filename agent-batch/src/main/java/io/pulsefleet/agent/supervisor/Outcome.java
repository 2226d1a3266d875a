package io.pulsefleet.agent.supervisor;

import java.util.Optional;

/**
 * What became of a request to the supervisor.
 *
 * <pre>
 * if (outcome instanceof Outcome.Done&lt;?&gt; done) ... else outcome.why()
 * </pre>
 */
public sealed interface Outcome<T> {

    /** @param answer what it is about, or what was read */
    record Done<T>(T answer) implements Outcome<T> {}

    /**
     * Nothing was done: this host does not permit it, or it was no request.
     *
     * @param reason a word of the protocol, as {@code not-allowed}
     */
    record Refused<T>(String reason, String text) implements Outcome<T> {}

    /**
     * It was permitted and tried, and did not work.
     *
     * @param reason as {@code ended-badly}
     */
    record Failed<T>(String reason, String text) implements Outcome<T> {}

    /** Nobody knows: there is no supervisor, or it did not answer in time. */
    record Away<T>(String text) implements Outcome<T> {}

    /** A sentence for people; empty when it is done. */
    default Optional<String> why() {
        if (this instanceof Refused<T> refused) {
            return Optional.of(refused.text());
        }
        if (this instanceof Failed<T> failed) {
            return Optional.of(failed.text());
        }
        return this instanceof Away<T> away ? Optional.of(away.text()) : Optional.empty();
    }
}
