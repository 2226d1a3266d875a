package io.pulsefleet.hub.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.hub.query.AgentRow.ChannelRow;
import io.pulsefleet.hub.query.AgentRow.SpoolRow;
import io.pulsefleet.hub.query.FleetTable.Column;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console's figure for the fleet's table: the server filters and sorts it (SP-10). */
class FleetTableTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final List<AgentRow> fleet = List.of(
            row("host-10", "online", "web", 0.2, null, 0, "2026-11-23T12:00:00Z", new ChannelRow(true, NOON, "mtls")),
            row("host-9", "offline", "web", null, 0.9, 7, "2026-11-23T11:00:00Z", new ChannelRow(false, NOON, "mtls")),
            row("Db-1", "error", "database", 0.7, 0.1, 0, null, null));

    @ParameterizedTest
    @CsvSource({
        "HOSTNAME, Db-1 host-9 host-10",
        "STATE, Db-1 host-9 host-10",
        "CPU, Db-1 host-10 host-9",
        "MEMORY, host-9 Db-1 host-10",
        "SPOOL, host-9 Db-1 host-10",
        "LAST_HEARTBEAT, host-10 host-9 Db-1",
        "CHANNEL, host-9 host-10 Db-1",
        "VERSION, Db-1 host-9 host-10"
    })
    void isSortedAsPeopleLookForThings(Column column, String names) {
        assertThat(names(new FleetTable(List.of(), column, false, 0, 10))).isEqualTo(names);
    }

    @Test
    void theOtherWayRoundEqualOnesStayInTheOrderOfTheirNames() {
        assertThat(names(new FleetTable(List.of(), Column.CPU, true, 0, 10))).isEqualTo("host-9 host-10 Db-1");
        assertThat(names(new FleetTable(List.of(), Column.VERSION, true, 0, 10)))
                .isEqualTo("Db-1 host-9 host-10");
    }

    @ParameterizedTest
    @CsvSource({
        "'', Db-1 host-9 host-10",
        "'  HOST  ', host-9 host-10",
        "'host offline', host-9",
        "'env:prod', Db-1 host-9 host-10",
        "database, Db-1",
        "192.0.2, Db-1 host-9 host-10",
        "nowhere, ''"
    })
    void eachWordStandsSomewhere(String filter, String names) {
        assertThat(names(new FleetTable(FleetTable.words(filter), Column.HOSTNAME, false, 0, 10)))
                .isEqualTo(names);
    }

    @Test
    void aPageOfItKnowsOfHowMany() {
        var page = new FleetTable(List.of("host"), Column.HOSTNAME, false, 1, 1).of(fleet);

        assertThat(page.rows()).extracting(AgentRow::hostname).containsExactly("host-10");
        assertThat(page.matching()).isEqualTo(2);
        assertThat(new FleetTable(List.of(), Column.CPU, false, 7, 1).of(fleet).rows())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a2, a10", "a, b", "A1, a2", "web-2-9, web-2-10", "a, a1", "9, 10"})
    void namesAreComparedAsPeopleCount(String less, String more) {
        assertThat(FleetTable.compareNames(less, more)).isNegative();
        assertThat(FleetTable.compareNames(more, less)).isPositive();
        assertThat(FleetTable.compareNames(less, less)).isZero();
    }

    private String names(FleetTable table) {
        return String.join(
                " ", table.of(fleet).rows().stream().map(AgentRow::hostname).toList());
    }

    private static AgentRow row(
            String name,
            String state,
            String group,
            Double cpu,
            Double memory,
            long waiting,
            String beat,
            ChannelRow channel) {
        return new AgentRow(
                UUID.randomUUID(),
                "agent",
                null,
                name,
                group,
                Map.of("env", "prod"),
                List.of("192.0.2.7"),
                "Debian",
                "6",
                "amd64",
                2,
                1L << 30,
                "0.1.0",
                state,
                beat == null ? null : Instant.parse(beat),
                null,
                List.of(),
                NOON,
                NOON,
                new SpoolRow(waiting, waiting * 1024, null, false, 0, 0, 0),
                cpu,
                memory,
                null,
                null,
                channel);
    }
}
