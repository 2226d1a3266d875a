package io.pulsefleet.agent.collect.plugins;

import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.Visit;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Something that numbers come from: a target of its own, with its own trouble. */
interface PlugIn extends Closeable {

    enum Kind {
        FILE,
        PROGRAM,
        ENDPOINT
    }

    /** Its target's. */
    String name();

    Kind kind();

    /** Empty where it is looked at whenever the job is rung for. */
    default Optional<Duration> every() {
        return Optional.empty();
    }

    /** How long it may take. */
    Duration timeout();

    Pass begin(Visit visit) throws IOException;

    @Override
    default void close() throws IOException {}
}
