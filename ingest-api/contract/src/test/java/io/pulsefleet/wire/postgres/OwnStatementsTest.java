package io.pulsefleet.wire.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** PG-07. */
class OwnStatementsTest {

    @Test
    void theMarkStandsBehindTheFirstWordWhateverIsWrittenBefore() {
        assertThat(OwnStatements.marked("SELECT 1")).isEqualTo("SELECT /* pulsefleet */ 1");
        assertThat(OwnStatements.marked("-- What it is.\n-- every 60s\n  WITH a AS (SELECT $1) TABLE a"))
                .isEqualTo("-- What it is.\n-- every 60s\n  WITH /* pulsefleet */ a AS (SELECT $1) TABLE a");
    }

    @Test
    void oneThatBearsItIsKnown() {
        assertThat(OwnStatements.isOne(OwnStatements.marked("SELECT 1"))).isTrue();
        assertThat(OwnStatements.isOne("SELECT 1")).isFalse();
        assertThat(OwnStatements.isOne(null)).isFalse();
    }
}
