package io.pulsefleet.store.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.Rows;
import io.pulsefleet.store.events.HostEvents.Event;
import io.pulsefleet.store.events.HostEvents.Filter;
import io.pulsefleet.store.events.HostEvents.NewEvent;
import io.pulsefleet.store.events.HostEvents.Place;
import io.pulsefleet.store.events.HostEvents.Tally;
import io.pulsefleet.store.history.Policies;
import io.pulsefleet.store.history.Retention;
import io.pulsefleet.store.schema.Partitions;
import io.pulsefleet.store.series.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Against a real PostgreSQL. SP-03, SP-04. */
class HostEventsTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456Z");
    private static final Instant END = NOON.plusSeconds(3_600);
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final AtomicInteger NEXT = new AtomicInteger();

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private static HostEvents events;

    private final int agent = NEXT.incrementAndGet();
    private final Filter all = filter(List.of(), List.of(), "", "");

    @BeforeAll
    static void start() throws Exception {
        events = new HostEvents(
                postgres.database(), new Snapshot(postgres.database().source()));
        new Partitions(postgres.database()).makeAhead(NOON);
    }

    @Test
    void anEventComesBackAsItWasTold() {
        write(new NewEvent(
                NOON,
                agent,
                "host",
                "service.state",
                "error",
                "web.service",
                "active/running",
                "failed/failed",
                "web.service failed: exit-code",
                "{\"unit\": \"web\"}".getBytes(UTF_8),
                true));

        var found = read(all, Optional.empty(), 10);

        assertThat(found)
                .containsExactly(new Event(
                        new Place(NOON, found.get(0).place().id()),
                        agent,
                        "host",
                        "service.state",
                        "error",
                        "web.service",
                        "active/running",
                        "failed/failed",
                        "web.service failed: exit-code",
                        "{\"unit\": \"web\"}",
                        true));
    }

    @Test
    void theNewestComeFirstAndThoseBehindAPlaceFollowAlsoWhereTheyShareAMoment() {
        write(event(NOON, "a", "one"), event(NOON, "b", "two"), event(NOON, "c", "three"));
        write(event(NOON.plusSeconds(1), "d", "four"), event(NOON.minusSeconds(1), "e", "before"));

        var pages = new ArrayList<List<String>>();
        var behind = Optional.<Place>empty();
        for (var page = read(all, behind, 2); !page.isEmpty(); page = read(all, behind, 2)) {
            pages.add(page.stream().map(Event::message).toList());
            behind = Optional.of(page.get(page.size() - 1).place());
        }

        assertThat(pages).containsExactly(List.of("four", "three"), List.of("two", "one"));
    }

    @Test
    void typesAreChosenByTheirFirstWordsAndTextsAreFoundInFieldsToo() {
        write(
                event(NOON, "login.failed", "a login of root from 192.0.2.7 failed"),
                event(NOON.plusSeconds(1), "login.accepted", "bo logged in"),
                event(NOON.plusSeconds(2), "loginXfailed", "another 100% word"),
                event(NOON.plusSeconds(3), "port.opened", "sshd listens"));

        assertThat(types(filter(List.of("login.*"), List.of(), "", "")))
                .containsExactly("login.accepted", "login.failed");
        assertThat(types(filter(List.of("port.opened", "*failed"), List.of(), "", "")))
                .containsExactly("port.opened", "loginXfailed", "login.failed");
        assertThat(types(filter(List.of("login_failed"), List.of(), "", ""))).isEmpty();
        assertThat(types(filter(List.of(), List.of("warning"), "", ""))).containsExactly("login.failed");
        assertThat(types(filter(List.of(), List.of(), "of login.failed", ""))).containsExactly("login.failed");
        assertThat(types(filter(List.of(), List.of(), "", "FIELD OF PORT"))).containsExactly("port.opened");
        assertThat(types(filter(List.of(), List.of(), "", "0% w"))).containsExactly("loginXfailed");
    }

    @Test
    void thoseOfAStepAreCountedByTypeWithTheGravestAndTheNewestFew() {
        var minute = Instant.parse("2026-11-21T12:01:00Z");
        for (int i = 0; i < 12; i++) {
            write(event(minute.plusSeconds(i), i == 3 ? "login.failed" : "login.accepted", "login " + i));
        }
        write(event(minute.plusSeconds(60), "login.accepted", "later"));

        assertThat(events.tallies(NOON, END, all, Duration.ofMinutes(1), 10, LONGEST))
                .containsExactly(
                        new Tally(
                                minute,
                                "login.accepted",
                                "info",
                                11,
                                minute,
                                minute.plusSeconds(11),
                                List.of("login 11", "login 10", "login 9")),
                        new Tally(
                                minute,
                                "login.failed",
                                "warning",
                                1,
                                minute.plusSeconds(3),
                                minute.plusSeconds(3),
                                List.of("login 3")),
                        new Tally(
                                minute.plusSeconds(60),
                                "login.accepted",
                                "info",
                                1,
                                minute.plusSeconds(60),
                                minute.plusSeconds(60),
                                List.of("later")));
    }

    @Test
    void theyGoWhenTheirTimeIsOver() {
        var retention = new Retention(postgres.database());
        var policies = new Policies(postgres.database()).all();

        assertThat(retention.plan(NOON.plus(Duration.ofDays(95)), policies))
                .extracting(removal -> removal.table() + " " + removal.way() + " " + removal.what())
                .contains("host_event_20261121 DROP [host-event]");
        assertThat(retention.plan(NOON.plus(Duration.ofDays(80)), policies))
                .noneMatch(removal -> removal.table().startsWith("host_event"));
    }

    private NewEvent event(Instant at, String type, String message) {
        return new NewEvent(
                at,
                agent,
                "host",
                type,
                type.equals("login.failed") ? "warning" : "info",
                "of " + type,
                null,
                null,
                message,
                ("{\"a\": \"field of " + type + "\"}").getBytes(UTF_8),
                false);
    }

    private Filter filter(List<String> types, List<String> severities, String subject, String text) {
        return new Filter(List.of(agent), types, severities, subject, text);
    }

    private List<String> types(Filter filter) {
        return read(filter, Optional.empty(), 10).stream().map(Event::type).toList();
    }

    private static List<Event> read(Filter filter, Optional<Place> behind, int limit) {
        return events.read(NOON, END, filter, behind, limit, LONGEST);
    }

    private static void write(NewEvent... told) {
        var rows = new Rows();
        for (var one : told) {
            HostEvents.add(rows, one);
        }
        events.writeRows(NOON, List.of(rows));
    }
}
