package io.pulsefleet.hub.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import io.pulsefleet.hub.ItDatabase;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From outside: what an agent tells of a PostgreSQL server becomes rows, once, with all else that its segment holds. */
@ArquillianTest
class UnfoldingIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private Caller caller;

    @BeforeEach
    void anAgent() throws Exception {
        caller = Caller.of(deployed).registered();
    }

    /** PG-01, PG-02, PG-03, PG-06, PG-08. */
    @Test
    void eachKindBecomesRowsOnceAndAllElseStaysADocument() throws Exception {
        var shipment = """
                {"documents":[
                 {"kind":"postgresql.activity","target":"main","at":"2026-11-21T10:15:00Z","body":
                  {"sessions":[{"pid":7,"state":"active","query":"select 'a\\u0000b'","blocked_by":[8],"correlation_id":"r-1"},
                               {"pid":8,"state":"idle","query":"%s"}],"count":2,"with_correlation":1}},
                 {"kind":"postgresql.statements","target":"main","at":"2026-11-21T10:15:00Z","body":
                  {"since":"2026-11-21T10:14:00Z","statements":[{"queryid":-5,"query":"select $1","calls":3,"total_exec_time":1.5}]}},
                 {"kind":"postgresql.statements","target":"main","at":"2026-11-21T10:16:00Z","body":
                  {"since":"2026-11-21T10:15:00Z","statements":[{"queryid":-5,"query":"select $1","calls":4,"total_exec_time":2}]}},
                 {"kind":"postgresql.locks","target":"main","at":"2026-11-21T10:15:00Z","body":{"locks":[],"count":0,"has_blocking":false}},
                 {"kind":"postgresql.log","target":"main","at":"2026-11-21T10:15:00Z","body":
                  {"entries":[{"level":"ERROR","message":"deadlock detected","event":"deadlock"},
                              {"message":"two","timestamp":"2026-11-21T10:14:59.5Z"}]}},
                 {"kind":"postgresql.settings","target":"main","at":"2026-11-21T10:15:00Z","body":{"settings":[]}},
                 {"kind":"processes","target":"host","at":"2026-11-21T10:15:00Z","body":{}}]}""".formatted("x".repeat(130));

        assertThat(caller.ship("p-0", bytes(shipment)).statusCode()).isEqualTo(201);
        assertThat(caller.ship("p-0", bytes(shipment)).statusCode()).isEqualTo(204);

        assertThat(query("pg_sample", "kind || ' ' || count || ' ' || tally || coalesce(' ' || (at - since), '')"))
                .containsExactly(
                        "activity 2 {\"idle\": 1, \"running\": 1}",
                        "locks 0 {}",
                        "log 2 {\"LOG\": 1, \"ERROR\": 1}",
                        "statements 1 {} 00:01:00",
                        "statements 1 {} 00:01:00");
        assertThat(query("pg_session", "concat_ws(' ', pid, state, length(query), cut, blocked_by, correlation_id)"))
                .containsExactly("7 active 12 f {8} r-1", "8 idle 120 t");
        assertThat(query("pg_statement", "concat_ws(' ', queryid, calls, total_exec_time)"))
                .containsExactly("-5 3 1.5", "-5 4 2");
        assertThat(query("pg_statement_text", "concat_ws(' ', queryid, query, cut)"))
                .containsExactly("-5 select $1 f");
        assertThat(query("pg_lock", "1")).isEmpty();
        assertThat(query("pg_log_entry", "concat_ws(' ', error_severity, event, message, extract(second FROM at))"))
                .containsExactly("ERROR deadlock deadlock detected 0.000000", "LOG two 59.500000");
        assertThat(query("document", "kind")).containsExactly("postgresql.settings", "processes");
        assertThat(query("pg_target", "target || ' ' || (seen_at = '2026-11-21T10:16:00Z')"))
                .containsExactly("main true");
    }

    /** PG-08, PG-11: a message that is no such message is refused by its field, and nothing of its shipment is kept. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            activity   | {"sessions":[{"pid":"x"}]}                                      | documents[1].body.sessions[0].pid
            activity   | {"sessions":[null]}                                             | documents[1].body.sessions
            activity   | {"sessions":[{"pid":1,"xact_start":"9999-12-31T00:00:00Z"}]}    | documents[1].body.sessions[0].xact_start
            activity   | []                                                              | documents[1].body
            statements | {"statements":[{"calls":"many"}]}                               | documents[1].body.statements[0].calls
            statements | {"since":"2026-11-21T10:15:01Z","statements":[]}                | documents[1].body.since
            locks      | {"locks":[{"blocked_pid":1,"blocking_pid":2,"waitstart":9e11}]} | documents[1].body.locks[0].waitstart
            log        | {"entries":[{"timestamp":"yesterday"}]}                         | documents[1].body.entries[0].timestamp
            """)
    void aMistakeIsToldByItsField(String kind, String body, String field) throws Exception {
        var answer = caller.ship("p-0", bytes("""
                {"documents":[{"kind":"processes","target":"host","at":"2026-11-21T10:15:00Z","body":{}},
                 {"kind":"postgresql.%s","target":"main","at":"2026-11-21T10:15:00Z","body":%s}]}""".formatted(kind, body)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("field").asText()).isEqualTo(field);
        assertThat(query("document", "kind")).isEmpty();
    }

    @Test
    void aShipmentThatWouldBecomeTooManyRowsIsRefused() throws Exception {
        var sessions = "{\"pid\":1},".repeat(100_000) + "{\"pid\":1}";

        var answer = caller.ship("p-0", bytes("""
                {"documents":[{"kind":"postgresql.activity","target":"main","at":"2026-11-21T10:15:00Z","body":{"sessions":[%s]}}]}""".formatted(sessions)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("more than 100,000 rows");
    }

    private List<String> query(String table, String what) throws SQLException {
        var agent = "(SELECT number FROM agents WHERE id = '" + caller.agent() + "')";
        try (var connection = ItDatabase.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT " + what + " FROM " + table + " WHERE agent = " + agent + " ORDER BY 1")) {
            var all = new ArrayList<String>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
