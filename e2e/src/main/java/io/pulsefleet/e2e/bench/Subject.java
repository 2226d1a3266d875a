package io.pulsefleet.e2e.bench;

import java.io.IOException;
import java.sql.SQLException;

/** A question that the bench answers with some rows. */
@FunctionalInterface
interface Subject {

    void measure(Ground ground, Table table) throws IOException, SQLException;
}
