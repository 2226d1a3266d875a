package io.pulsefleet.agent.collect.jdbc;

import io.pulsefleet.wire.DatabaseAddress;
import io.pulsefleet.wire.TestOutcome;

/** Tries a database once, as the jobs would come in. CDI finds those there are. */
public interface DatabaseTrial {

    /** Of which servers. */
    Dialect dialect();

    /** Whatever is wrong is an outcome. */
    TestOutcome of(DatabaseAddress address);
}
