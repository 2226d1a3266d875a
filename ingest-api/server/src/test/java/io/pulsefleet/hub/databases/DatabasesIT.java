package io.pulsefleet.hub.databases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From outside: what was told of a PostgreSQL server is found again by all the questions that the console asks. */
@ArquillianTest
class DatabasesIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private Caller caller;
    private int segment;

    /** A whole minute, a while ago. */
    private final Instant at = Instant.now().truncatedTo(ChronoUnit.MINUTES).minusSeconds(120);

    @BeforeEach
    void anAgent() throws Exception {
        caller = Caller.of(deployed).registered();
    }

    /** PG-12: the worst is said, with its remedy. */
    @Test
    void theServersAreListedWithWhatIsWrong() throws Exception {
        tell("server", at, """
                {"version":"18.1","states":[{"part":"statements","state":"no_extension","remedy":"run CREATE EXTENSION"}]}""");
        tell("locks", at.plusSeconds(60), "{\"locks\":[]}");

        var mine = JSON.createArrayNode();
        get("databases").get("databases").forEach(database -> {
            if (database.get("agent").asText().equals(caller.agent().toString())) {
                mine.add(database);
            }
        });
        assertThat(mine.toString()).isEqualTo("""
                [{"agent":"%s","hostname":"host","target":"main","state":"trouble","version":"18.1",\
                "first_seen":"%s","last_seen":"%s",\
                "states":[{"part":"statements","state":"no_extension","remedy":"run CREATE EXTENSION"}]}]""".formatted(caller.agent(), at, at.plusSeconds(60)));
        assertThat(get(of("main"))).isEqualTo(mine.get(0));
        assertThat(status(of("other"))).isEqualTo(404);
    }

    /** PG-01, PG-06: a three-level chain shows its root blocker. */
    @Test
    void whoBlocksWhomIsATreeWithTheRootBlockerFirst() throws Exception {
        tell("locks", at, """
                {"locks":[{"blocked_pid":11,"blocking_pid":10,"locktype":"transactionid","mode":"ShareLock","root_pid":10,"depth":1},
                 {"blocked_pid":12,"blocking_pid":11,"locktype":"tuple","mode":"ExclusiveLock","relation":"public.a",
                  "waitstart":"%s","root_pid":10,"depth":2}]}""".formatted(at.minusSeconds(3)));
        tell("activity", at, """
                {"sessions":[{"pid":10,"state":"idle in transaction","query_id":-9223372036854775808,"correlation_id":"r-1"},
                 {"pid":11,"state":"active","wait_event_type":"Lock","wait_event":"transactionid","blocked_by":[10]},
                 {"pid":12,"state":"active","wait_event_type":"Lock","wait_event":"tuple","blocked_by":[11]}]}""");
        tell("activity", at.plusSeconds(10), "{\"sessions\":[]}");

        var then = get(of("main/sessions?at=" + at.plusSeconds(9)));
        assertThat(then.get("at").asText()).isEqualTo(at.toString());
        assertThat(then.get("sessions")).hasSize(3);
        assertThat(then.at("/sessions/0").toString()).isEqualTo("""
                {"pid":10,"state":"idle in transaction","query_id":"-9223372036854775808","blocked_by":[],\
                "correlation_id":"r-1","cut":false}""");
        assertThat(then.get("lock_tree").toString()).isEqualTo("""
                [{"pid":10,"depth":0,"blocked":2,"in_deadlock":false,"also_blocked_by":[],"waiting":[\
                {"pid":11,"depth":1,"blocked":1,"in_deadlock":false,"also_blocked_by":[],\
                "locktype":"transactionid","mode":"ShareLock","waiting":[\
                {"pid":12,"depth":2,"blocked":0,"in_deadlock":false,"also_blocked_by":[],"locktype":"tuple",\
                "mode":"ExclusiveLock","relation":"public.a","waitstart":"%s","waiting":[]}]}]}]""".formatted(at.minusSeconds(3)));
        assertThat(get(of("main/sessions")).get("sessions"))
                .as("now nobody is there")
                .isEmpty();
        assertThat(get(of("main/sessions?at=" + at.minusSeconds(1))).toString())
                .isEqualTo("{\"count\":0,\"sessions\":[],\"lock_tree\":[]}");
        assertThat(get(of("main/samples?from=" + at.minusSeconds(1))).toString())
                .isEqualTo("""
                        {"samples":[{"at":"%s","count":3,"waiting":2},{"at":"%s","count":0,"waiting":0}],"more":false}""".formatted(at, at.plusSeconds(10)));
        var locks = get(of("main/locks")).get("locks");
        assertThat(locks.findValuesAsText("blocked_pid")).containsExactly("11", "12");
        assertThat(locks.findValuesAsText("root_pid")).containsOnly("10");
    }

    /** PG-01. */
    @Test
    void whatSessionsWaitForIsAnAverageOverTheSamplesOfAStep() throws Exception {
        tell("activity", at, """
                {"sessions":[{"pid":1,"state":"active"},{"pid":2,"state":"active","wait_event_type":"Lock","wait_event":"tuple"},
                 {"pid":3,"state":"idle"}]}""");
        tell("activity", at.plusSeconds(30), "{\"sessions\":[{\"pid\":1,\"state\":\"active\"}]}");
        tell("activity", at.plusSeconds(60), "{\"sessions\":[]}");

        assertThat(get(of("main/waits?step=60s&from=%s&to=%s".formatted(at, at.plusSeconds(120))))
                        .toString())
                .isEqualTo("""
                        {"from":"%s","to":"%s","step_seconds":60,"series":[\
                        {"name":"running","at":[%3$d],"values":[1.0]},\
                        {"name":"Lock:tuple","at":[%3$d],"values":[0.5]}]}""".formatted(at, at.plusSeconds(120), at.getEpochSecond()));
    }

    /** PG-02. */
    @Test
    void theCostliestStatementsBetweenTwoMoments() throws Exception {
        tell("statements", at, statements(at.minusSeconds(60), 1_000, 9));
        tell("statements", at.plusSeconds(60), statements(at, 10, 30));

        var top = get(of("main/statements?limit=1&from=%s&to=%s".formatted(at, at.plusSeconds(60))));
        assertThat(top.get("count").asInt()).isEqualTo(2);
        assertThat(top.get("total_exec_time").asDouble()).isEqualTo(40);
        assertThat(top.get("statements")).hasSize(1);
        assertThat(top.at("/statements/0/queryid").asText()).isEqualTo("9007199254740993");
        assertThat(top.at("/statements/0/query").asText()).isEqualTo("SELECT $1");
        assertThat(top.at("/statements/0/share").asDouble()).isEqualTo(0.75);
        assertThat(top.at("/statements/0/mean_exec_time").asDouble()).isEqualTo(15);
        assertThat(get(of("main/statements?order=calls&limit=1&from=%s&to=%s".formatted(at, at.plusSeconds(60))))
                        .at("/statements/0/queryid")
                        .asText())
                .isEqualTo("-7");
        var history =
                get(of("main/statements/-7?step=60s&from=%s&to=%s".formatted(at.minusSeconds(1), at.plusSeconds(60))));
        assertThat(history.get("calls").toString()).isEqualTo("[1000,10]");
        assertThat(history.get("query").asText()).isEqualTo("COMMIT");
        assertThat(status(of("main/statements/5"))).isEqualTo(404);
    }

    private static String statements(Instant since, int calls, int time) {
        return """
                {"since":"%s","statements":[
                 {"queryid":-7,"query":"COMMIT","calls":%d,"total_exec_time":10},
                 {"queryid":9007199254740993,"query":"SELECT $1","calls":2,"total_exec_time":%d}]}""".formatted(since, calls, time);
    }

    /** PG-03. */
    @Test
    void theLogIsFoundByLevelEventAndText() throws Exception {
        tell("log", at, """
                {"entries":[{"level":"ERROR","message":"deadlock detected","event":"deadlock","timestamp":"%1$s"},
                 {"level":"LOG","message":"checkpoint complete","event":"checkpoint","timestamp":"%2$s"},
                 {"level":"LOG","message":"ready","timestamp":"%2$s"}]}""".formatted(at, at.plusSeconds(61)));

        assertThat(get(of("main/log")).get("entries").findValuesAsText("message"))
                .hasSize(3)
                .endsWith("deadlock detected");
        assertThat(get(of("main/log?level=LOG&event=checkpoint&text=COMPLETE"))
                        .get("entries")
                        .findValuesAsText("message"))
                .containsExactly("checkpoint complete");
        assertThat(get(of("main/log?event=deadlock&event=none")).get("entries").findValuesAsText("message"))
                .containsExactly("deadlock detected");
        var first = get(of("main/log?limit=1"));
        assertThat(first.get("entries")).hasSize(1);
        assertThat(first.get("more").asBoolean()).isTrue();
        assertThat(get(of("main/events?step=60s&from=%s&to=%s".formatted(at, at.plusSeconds(120))))
                        .toString())
                .isEqualTo("""
                        {"from":"%s","to":"%s","step_seconds":60,"levels":{"ERROR":1,"LOG":2},"events":[\
                        {"event":"checkpoint","count":1,"at":[%d],"values":[1]},\
                        {"event":"deadlock","count":1,"at":[%d],"values":[1]}]}""".formatted(at, at.plusSeconds(120), at.getEpochSecond() + 60, at.getEpochSecond()));
    }

    @Test
    void eachPartOfADocumentIsAsItWasToldLastAndOfSettingsChangesAreTold() throws Exception {
        tell("tables", at, "{\"tables\":[{\"table\":\"a\"}],\"bloat\":[1]}");
        tell("tables", at.plusSeconds(30), "{\"tables\":[{\"table\":\"b\"}]}");
        tell("settings", at, """
                {"settings":[{"name":"work_mem","setting":"4096","unit":"kB","source":"configuration file","boot_val":"4096"},
                 {"name":"fsync","setting":"off","source":"configuration file","boot_val":"on"}]}""");
        tell("settings", at.plusSeconds(30), """
                {"settings":[{"name":"work_mem","setting":"8192","unit":"kB","source":"configuration file","boot_val":"4096"}]}""");

        assertThat(get(of("main/documents/tables")).toString()).isEqualTo("""
                {"kind":"tables","at":"%1$s","told_at":{"bloat":"%2$s","tables":"%1$s"},\
                "body":{"tables":[{"table":"b"}],"bloat":[1]}}""".formatted(at.plusSeconds(30), at));
        assertThat(get(of("main/documents/settings?from=" + at)).get("changes").toString())
                .isEqualTo("""
                        [{"name":"fsync","from":"off","to":"on","source":"default"},\
                        {"name":"work_mem","from":"4096","to":"8192","unit":"kB","source":"configuration file"}]""");
        assertThat(get(of("main/documents/indexes")).toString())
                .isEqualTo("{\"kind\":\"indexes\",\"told_at\":{},\"body\":{}}");
    }

    /** PG-05. */
    @Test
    void oneIdLinksSessionsLocksLogEntriesAndStatements() throws Exception {
        var id = "r-" + caller.agent();
        tell("statements", at, """
                {"since":"%s","statements":[{"queryid":-7,"query":"UPDATE a","calls":1}]}""".formatted(at.minusSeconds(60)));
        tell("activity", at, """
                {"sessions":[{"pid":10,"application_name":"web:%1$s","query_id":-7,"correlation_id":"%1$s","state":"active"},
                 {"pid":11,"correlation_id":"other"}]}""".formatted(id));
        tell("activity", at.plusSeconds(5), """
                {"sessions":[{"pid":10,"application_name":"web:%1$s","query_id":-7,"correlation_id":"%1$s","state":"active"}]}""".formatted(id));
        tell("locks", at.plusSeconds(2), """
                {"locks":[{"blocked_pid":10,"blocked_correlation_id":"%s","blocking_pid":11}]}""".formatted(id));
        tell("log", at.plusSeconds(9), """
                {"entries":[{"level":"ERROR","message":"canceling statement","timestamp":"%s","correlation_id":"%s"}]}""".formatted(at.plusSeconds(8), id));

        var found = get("correlations/" + id);

        assertThat(found.get("events").findValuesAsText("what")).containsExactly("session", "lock", "log");
        assertThat(found.at("/events/0/samples").asInt()).isEqualTo(2);
        assertThat(found.at("/events/0/last_at").asText())
                .isEqualTo(at.plusSeconds(5).toString());
        assertThat(found.at("/events/1/lock/blocking_pid").asInt()).isEqualTo(11);
        assertThat(found.at("/events/2/log/message").asText()).isEqualTo("canceling statement");
        assertThat(found.get("events").findValuesAsText("hostname")).containsOnly("host");
        assertThat(found.get("statements").toString()).isEqualTo("""
                [{"agent":"%s","hostname":"host","target":"main","queryid":"-7","query":"UPDATE a"}]""".formatted(caller.agent()));
        assertThat(get("correlations/nobody").get("events")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            main/sessions?at=yesterday           | at
            main/sessions?limit=0                | limit
            main/statements?order=weight         | order
            main/statements?limit=1001           | limit
            main/statements?from=2020-01-01T00:00:00Z | from
            main/statements/x                    | queryid
            main/waits?step=never                | step
            main/log?limit=many                  | limit
            main/documents/secrets               | kind
            main/documents/tables?from=2026-11-21T10:15:00Z | from
            """)
    void aMistakeIsToldByItsParameter(String question, String field) throws Exception {
        var answer = caller.send("GET", of(question), null, "Authorization", Caller.asAdmin());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("field").asText()).isEqualTo(field);
    }

    private void tell(String kind, Instant moment, String body) throws Exception {
        var answer =
                caller.ship("p-" + segment++, """
                {"documents":[{"kind":"postgresql.%s","target":"main","at":"%s","body":%s}]}""".formatted(kind, moment, body).getBytes(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private String of(String path) {
        return "databases/" + caller.agent() + "/" + path;
    }

    private int status(String path) throws Exception {
        return caller.send("GET", path, null, "Authorization", Caller.asAdmin()).statusCode();
    }

    private JsonNode get(String path) throws Exception {
        var answer = caller.send("GET", path, null, "Authorization", Caller.asAdmin());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
