package io.pulsefleet.e2e.shop;

import java.sql.SQLException;

/** What happens in the shop again and again. */
@FunctionalInterface
interface Act {

    /** @throws SQLException only for what does not belong to the play */
    void play() throws SQLException;
}
