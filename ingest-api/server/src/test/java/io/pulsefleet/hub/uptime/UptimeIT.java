package io.pulsefleet.hub.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.hub.Admin;
import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import io.pulsefleet.hub.ItDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From outside: what must be up is said, agents ask who probes, are told what, and send what they saw (UO-02 to UO-06). */
@ArquillianTest
class UptimeIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient ALONE = HttpClient.newHttpClient();

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private final String datacenter = "dc-" + UUID.randomUUID();
    private final Instant slot = Instant.now().truncatedTo(ChronoUnit.MINUTES).minusSeconds(600);
    private Admin admin;
    private Caller one;
    private Caller other;
    private int monitor;

    @BeforeEach
    void aMonitorAndTwoAgents() throws Exception {
        admin = Admin.of(deployed);
        one = Caller.of(deployed).registered();
        other = Caller.of(deployed).registered();
        ItDatabase.execute("UPDATE api_monitors SET paused = true WHERE NOT paused"); // what other tests have left
        ItDatabase.execute("INSERT INTO datacenters (id, name) VALUES ('" + datacenter + "', 'here')");
        monitor = Integer.parseInt(
                ItDatabase.value("INSERT INTO api_monitors (name, kind, check_body, schedule, datacenters) VALUES ('m "
                        + datacenter + "', 'http', '{\"url\": \"http://localhost/\"}', '30s', '{" + datacenter
                        + "}') RETURNING id"));
    }

    @AfterEach
    void nothingOfItStays() throws Exception {
        ItDatabase.execute("DELETE FROM api_monitors WHERE id = " + monitor);
        ItDatabase.execute("DELETE FROM datacenters WHERE id = '" + datacenter + "'");
    }

    @Test
    void whoHoldsTheLeaseIsToldTheMonitorsAndOthersWhoItIs() throws Exception {
        var held = ask(one, "");
        assertThat(held.get("state").asText()).isEqualTo("HELD");
        assertThat(held.get("number").asLong()).isEqualTo(1);
        assertThat(held.get("time").asText()).isEqualTo("PT10S");
        var plan = held.get("plan").asLong();
        var told = held.at("/monitors/0");
        assertThat(told.toString())
                .isEqualTo("""
                {"id":%d,"revision":%d,"name":"m %s","kind":"http","every":"PT30S","timeout":"PT10S",\
                "check":{"url":"http://localhost/"},"secrets":{}}""".formatted(monitor, told.get("revision").asLong(), datacenter));
        assertThat(held.get("monitors")).hasSize(1);

        var again = ask(one, ",\"number\":1,\"plan\":" + plan);
        assertThat(again.get("number").asLong()).isEqualTo(1);
        assertThat(again.has("monitors")).isFalse();
        var another = ask(other, "");
        assertThat(another.get("state").asText()).isEqualTo("OF_ANOTHER");
        assertThat(another.get("holder").asText()).isEqualTo("host");
        assertThat(another.has("monitors") || another.has("plan")).isFalse();
        assertThat(ItDatabase.value("SELECT datacenter FROM agents WHERE id = '" + other.agent() + "'"))
                .isEqualTo(datacenter);
    }

    @Test
    void aChangeBySqlIsInTheNextAnswer() throws Exception {
        var plan = ask(one, "").get("plan").asLong();
        ItDatabase.execute(
                "UPDATE api_monitors SET check_body = '{\"url\": \"http://localhost/other\"}' WHERE id = " + monitor);

        var told = ask(one, ",\"number\":1,\"plan\":" + plan);

        assertThat(told.get("plan").asLong()).isGreaterThan(plan);
        assertThat(told.at("/monitors/0/check/url").asText()).isEqualTo("http://localhost/other");
        ItDatabase.execute("UPDATE api_monitors SET paused = true WHERE id = " + monitor);
        assertThat(ask(one, ",\"number\":1,\"plan\":" + plan).get("monitors")).isEmpty();
    }

    @Test
    void whatIsReleasedAnotherTakesAtOnceUnderALargerNumber() throws Exception {
        ask(one, "");

        assertThat(ask(one, ",\"number\":1,\"release\":true").get("state").asText())
                .isEqualTo("OF_ANOTHER");
        assertThat(ask(other, "").get("number").asLong()).isEqualTo(2);
        assertThat(ask(one, ",\"number\":1").get("state").asText()).isEqualTo("OF_ANOTHER");
    }

    @Test
    void aDatacenterThatIsNotThereIsNamed() throws Exception {
        var answer = ask(one, "nowhere-" + datacenter, "");

        assertThat(answer.get("state").asText()).isEqualTo("UNKNOWN_DATACENTER");
    }

    @Test
    void ofTwoAgentsWithManyThreadsOneHoldsItAndNumbersOnlyGrow() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        try {
            var last = 0L;
            for (int round = 0; round < 10; round++) {
                var barrier = new CyclicBarrier(8);
                var asking = new ArrayList<Callable<JsonNode>>();
                for (int i = 0; i < 8; i++) {
                    var agent = i % 2 == 0 ? one : other;
                    asking.add(() -> {
                        barrier.await();
                        return askAlone(agent);
                    });
                }
                var winners = new ArrayList<Boolean>();
                var numbers = new ArrayList<Long>();
                var answers = threads.invokeAll(asking);
                for (int i = 0; i < 8; i++) {
                    var answer = answers.get(i).get();
                    if (answer.get("state").asText().equals("HELD")) {
                        winners.add(i % 2 == 0);
                        numbers.add(answer.get("number").asLong());
                    }
                }
                assertThat(winners.stream().distinct()).as("one of the two").hasSize(1);
                assertThat(numbers).as("each taking another number").doesNotHaveDuplicates();
                assertThat(numbers.stream().mapToLong(each -> each).min().orElseThrow())
                        .isGreaterThan(last);
                last = numbers.stream().mapToLong(each -> each).max().orElseThrow();
                ItDatabase.execute(
                        "UPDATE uptime_lease SET until_at = clock_timestamp() WHERE datacenter = '" + datacenter + "'");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whatIsSeenIsKeptOnceAndWhatAnotherSawAfterItsLeaseIsKeptApart() throws Exception {
        ask(one, "");
        ItDatabase.execute("UPDATE uptime_grant SET granted_at = '" + slot.minusSeconds(60) + "' WHERE datacenter = '"
                + datacenter + "'");
        ask(one, ",\"number\":1,\"release\":true");
        ask(other, "");
        ItDatabase.execute("UPDATE uptime_grant SET granted_at = '" + slot.plusSeconds(60)
                + "' WHERE number = 2 AND datacenter = '" + datacenter + "'");

        assertThat(ship(one, 1, beat(0, "UP"), beat(30, "DOWN"), beat(60, "DOWN"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(ship(other, 2, beat(60, "UP"), beat(30, "UP"), beat(90, "UP"))
                        .statusCode())
                .isEqualTo(201);

        assertThat(ItDatabase.rows(
                        "SELECT EXTRACT(epoch FROM slot_at - '" + slot + "')::int || ' ' || status || ' ' || lease"
                                + " FROM api_heartbeats WHERE monitor = " + monitor + " ORDER BY slot_at"))
                .containsExactly("0 up 1", "30 down 1", "60 up 2", "90 up 2");
        assertThat(ItDatabase.rows("SELECT EXTRACT(epoch FROM slot_at - '" + slot
                        + "')::int || ' ' || why FROM api_heartbeats_stale" + " WHERE monitor = " + monitor))
                .containsExactly("60 later_lease");
        assertThat(ItDatabase.rows("SELECT status || ' ' || failures FROM uptime_standing WHERE monitor = " + monitor))
                .containsExactly("up 0");
    }

    @Test
    void garbageIsRefusedByItsFieldAndAMonitorThatIsGoneHarmsNoOther() throws Exception {
        ask(one, "");
        ItDatabase.execute("UPDATE uptime_grant SET granted_at = '" + slot.minusSeconds(60) + "' WHERE datacenter = '"
                + datacenter + "'");

        var refused = ship(one, 1, "{\"monitor\":" + monitor + ",\"revision\":1,\"slot\":\"" + slot + "\"}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(refused.body()).get("field").asText())
                .isEqualTo("documents[0].body.heartbeats[0].executedAt");

        var gone = beat(0, "UP").replace("\"monitor\":" + monitor, "\"monitor\":" + Integer.MAX_VALUE);
        assertThat(ship(one, 1, gone, beat(0, "UP")).statusCode()).isEqualTo(201);
        assertThat(ItDatabase.rows("SELECT status FROM api_heartbeats WHERE monitor = " + monitor))
                .containsExactly("up");
    }

    @Test
    void aMonitorIsAddedChangedPausedAndRemovedAndItsSecretsAreToldToItsProberOnly() throws Exception {
        var secret = "s3cret-" + UUID.randomUUID();
        var name = "shop " + datacenter;
        var added = admin.read("POST", "uptime/monitors", """
                {"name":"%s","kind":"http","check":{"url":"https://shop.example/health","headers":{"Authorization":"Bearer ${token}"}},\
                "schedule":"5m","degraded_ms":300,"retries":2,"datacenters":["%s"],"tags":["prod"],"public":true,\
                "needs_monitor":"m %s","secrets":{"token":"%s"}}""".formatted(name, datacenter, datacenter, secret));
        var id = added.get("id").asInt();
        assertThat(added.toString()).isEqualTo("""
                {"id":%d,"name":"%s","kind":"http","check":{"url": "https://shop.example/health", "headers": {"Authorization": "Bearer ${token}"}},\
                "schedule":"5m","every_seconds":300,"degraded_ms":300,"retries":2,"datacenters":["%s"],"tags":["prod"],\
                "paused":false,"public":true,"needs_monitor":"m %s","secrets":["token"],"revision":%d,"changed_at":%s,\
                "changed_by":"admin","state":"unknown","seen":[]}""".formatted(
                        id, name, datacenter, datacenter, added.get("revision").asLong(), added.get("changed_at"))
                .replace("\": ", "\":")
                .replace(", \"", ",\""));
        assertThat(admin.read("GET", "uptime/monitors/" + id, null)).isEqualTo(added);
        var told = ask(one, "").get("monitors");
        assertThat(told.findValuesAsText("name")).contains(name);
        assertThat(told.toString()).contains("\"secrets\":{\"token\":\"" + secret + "\"}");

        var refused =
                admin.send("PATCH", "uptime/monitors/" + id, "{\"check\":{\"url\":\"https://evil.example/${token}\"}}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(refused.body()).get("field").asText()).isEqualTo("secrets");
        var changed = admin.read("PATCH", "uptime/monitors/" + id, """
                {"check":{"url":"https://shop.example/other/${token}"},"degraded_ms":0,"needs_monitor":""}""");
        assertThat(changed.get("revision").asLong())
                .isGreaterThan(added.get("revision").asLong());
        assertThat(changed.has("degraded_ms") || changed.has("needs_monitor")).isFalse();
        assertThat(ask(one, ",\"number\":1").get("monitors").toString()).contains(secret);

        assertThat(admin.read("POST", "uptime/monitors/" + id + "/pause", null)
                        .get("state")
                        .asText())
                .isEqualTo("paused");
        assertThat(ask(one, ",\"number\":1").get("monitors").findValuesAsText("name"))
                .doesNotContain(name);
        assertThat(admin.read("POST", "uptime/monitors/" + id + "/resume", null)
                        .get("paused")
                        .asBoolean())
                .isFalse();
        assertThat(admin.answers()).noneMatch(answer -> answer.contains(secret));
        assertThat(ItDatabase.value("SELECT string_agg(s::text, '') FROM api_monitor_secrets s"))
                .doesNotContain(secret);
        assertThat(admin.send("DELETE", "uptime/monitors/" + id, null).statusCode())
                .isEqualTo(204);
        assertThat(admin.send("GET", "uptime/monitors/" + id, null).statusCode())
                .isEqualTo(404);
    }

    @Test
    void whatIsWrongWithAMonitorIsToldAtOnceWithItsField() throws Exception {
        var refused = admin.send("POST", "uptime/monitors", """
                {"name":"","kind":"http","check":{"url":"http://x/${key}","methd":"GET"},"schedule":"never","retries":99,\
                "quorum":1000,"datacenters":["nowhere"],"tags":["a b"],"needs_monitor":"nobody","needs_host":"x"}""");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(refused.body()).get("field").asText())
                .isEqualTo("name, schedule, retries, datacenters[0], quorum, tags[0], needs_monitor, needs_host,"
                        + " check.methd, check");
        assertThat(JSON.readTree(
                                admin.send("POST", "uptime/monitors", "{\"name\":\"x\",\"kind\":\"http\",\"check\":{}}")
                                        .body())
                        .get("field")
                        .asText())
                .isEqualTo("check.url");
        assertThat(admin.send("POST", "uptime/monitors", """
                {"name":"m %s","kind":"ping","check":{"host":"x"}}""".formatted(datacenter))
                        .statusCode())
                .isEqualTo(409);
        assertThat(admin.send("PATCH", "uptime/monitors/" + monitor, "{\"needs_monitor\":\"m " + datacenter + "\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(one.send("GET", "uptime/monitors", null, "Authorization", one.asAgent())
                        .statusCode())
                .isEqualTo(403);
        assertThat(one.send("GET", "uptime/monitors", null).statusCode()).isEqualTo(401);
    }

    @Test
    void manyArePausedAndResumedAtOnceOrNoneIs() throws Exception {
        var pause = "{\"monitors\":[%s],\"paused\":true}";
        var another = ItDatabase.value("INSERT INTO api_monitors (name, kind, check_body, paused) VALUES ('z "
                + datacenter + "', 'ping', '{\"host\": \"h\"}', true) RETURNING id");
        try {
            assertThat(admin.send("POST", "uptime/monitors/pause", pause.formatted(monitor + ",999999999"))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(ItDatabase.value("SELECT paused::text FROM api_monitors WHERE id = " + monitor))
                    .isEqualTo("false");
            assertThat(admin.read("POST", "uptime/monitors/pause", pause.formatted(monitor + "," + another))
                            .toString())
                    .isEqualTo("{\"changed\":1}");
            assertThat(admin.read(
                                    "POST",
                                    "uptime/monitors/pause",
                                    pause.replace("true", "false").formatted(monitor + "," + another))
                            .toString())
                    .isEqualTo("{\"changed\":2}");
            assertThat(JSON.readTree(admin.send("POST", "uptime/monitors/pause", "{\"monitors\":[],\"paused\":true}")
                                    .body())
                            .get("field")
                            .asText())
                    .isEqualTo("monitors");
        } finally {
            ItDatabase.execute("DELETE FROM api_monitors WHERE id = " + another);
        }
    }

    @Test
    void aMaintenanceWindowIsLookedAtBeforeItIsSaved() throws Exception {
        var form = """
                {"name":"w %s","starts":"2026-01-04T02:00","time_zone":"Europe/Berlin","minutes":60,\
                "rule":"FREQ=WEEKLY;BYDAY=SU%s"}""";

        var looked = admin.read("POST", "uptime/maintenance?dry_run=true", form.formatted(datacenter, ""));
        assertThat(looked.get("next")).hasSize(6);
        assertThat(ItDatabase.value("SELECT count(*) FROM maintenance_windows WHERE name = 'w " + datacenter + "'"))
                .isEqualTo("0");
        assertThat(JSON.readTree(admin.send("POST", "uptime/maintenance?dry_run=true", form.formatted(datacenter, "X"))
                                .body())
                        .get("field")
                        .asText())
                .isEqualTo("rule");
        var saved = admin.read("POST", "uptime/maintenance", form.formatted(datacenter, ""));
        var path = "uptime/maintenance/" + saved.get("id").asInt();
        try {
            assertThat(admin.read(
                                    "PUT",
                                    path + "?dry_run=true",
                                    form.formatted(datacenter, "").replace(":60", ":90"))
                            .get("minutes")
                            .asInt())
                    .isEqualTo(90);
            assertThat(ItDatabase.value("SELECT minutes FROM maintenance_windows WHERE id = "
                            + saved.get("id").asInt()))
                    .isEqualTo("60");
        } finally {
            admin.send("DELETE", path, null);
        }
    }

    @Test
    void thousandsAreFoundPageByPage() throws Exception {
        ItDatabase.execute(
                "INSERT INTO api_monitors (name, kind, check_body, tags, paused) SELECT 'page ' || lpad(i::text, 5, '0'), 'tcp',"
                        + " '{\"host\": \"h\", \"port\": 1}', CASE WHEN i % 2 = 0 THEN '{even}'::text[] ELSE '{odd}' END, i <= 10"
                        + " FROM generate_series(1, 5000) i; INSERT INTO uptime_standing SELECT id, 'fra-1', now(), now(), now(), 0,"
                        + " 'up' FROM api_monitors WHERE name LIKE 'page %'");
        try {
            var page = admin.read("GET", "uptime/monitors?q=page&offset=100&limit=50", null);
            assertThat(page.get("total").asInt()).isEqualTo(5000);
            assertThat(page.get("states").toString()).isEqualTo("{\"paused\":10,\"unknown\":4990}");
            assertThat(page.get("monitors")).hasSize(50);
            assertThat(page.at("/monitors/0/name").asText()).isEqualTo("page 00101");
            assertThat(admin.read("GET", "uptime/monitors?q=page&tag=even&state=paused", null)
                            .get("total")
                            .asInt())
                    .isEqualTo(5);
            assertThat(admin.read("GET", "uptime/monitors?q=page&kind=http", null)
                            .get("total")
                            .asInt())
                    .isZero();
            var began = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                admin.read("GET", "uptime/monitors?q=page&offset=2500&limit=50", null);
            }
            System.out.println("a page of 5,000 monitors: " + (System.nanoTime() - began) / 20_000_000 + " ms");
        } finally {
            ItDatabase.execute(
                    "DELETE FROM uptime_standing WHERE datacenter = 'fra-1'; DELETE FROM api_monitors WHERE name LIKE 'page %'");
        }
    }

    @Test
    void aDocumentIsAppliedAsAWholeAndWhatIsExportedChangesNothing() throws Exception {
        var document = """
                {"regions":[{"id":"eu-%1$s","name":"Europe"}],\
                "datacenters":[{"id":"new-%1$s","region":"eu-%1$s","name":"New","latitude":50.1,"longitude":8.6}],\
                "schedules":[{"name":"s-%1$s","every_seconds":15,"timeout_ms":5000}],\
                "monitors":[{"name":"a %1$s","kind":"tcp","check":{"port":22,"host":"h"},"datacenters":["new-%1$s"],\
                "schedule":"s-%1$s","needs_monitor":"b %1$s"},{"name":"b %1$s","kind":"ping","check":{"host":"h"}}]}""".formatted(datacenter.substring(3, 15));

        var planned = admin.read("PUT", "uptime/document?dry_run=true", document);
        assertThat(planned.get("applied").asBoolean()).isFalse();
        assertThat(planned.get("changes").findValuesAsText("what"))
                .containsExactly("region", "datacenter", "schedule", "monitor", "monitor");
        assertThat(admin.read("PUT", "uptime/document", document).get("changes"))
                .isEqualTo(planned.get("changes"));
        assertThat(admin.read("PUT", "uptime/document", document).get("changes"))
                .isEmpty();
        var exported = admin.read("GET", "uptime/document", null).toString();
        assertThat(admin.read("PUT", "uptime/document?prune=true", exported).get("changes"))
                .isEmpty();

        var changed = document.replace("\"port\":22", "\"port\":23");
        assertThat(admin.read("PUT", "uptime/document", changed).get("changes").toString())
                .isEqualTo("[{\"what\":\"monitor\",\"name\":\"a %s\",\"change\":\"changed\",\"fields\":[\"check\"]}]"
                        .formatted(datacenter.substring(3, 15)));
        var refused = admin.send(
                "PUT",
                "uptime/document",
                document.replace("\"tcp\"", "\"tcpx\"").replace("8.6", "860"));
        assertThat(JSON.readTree(refused.body()).get("field").asText())
                .isEqualTo("datacenters[0].latitude, monitors[0].kind");
        var places = admin.read("GET", "uptime/places", null);
        assertThat(places.get("datacenters").findValuesAsText("id")).contains(datacenter);
        assertThat(admin.send("DELETE", "uptime/datacenters/" + datacenter, null)
                        .statusCode())
                .isEqualTo(409);
        ItDatabase.execute("DELETE FROM api_monitors WHERE name LIKE '_ " + datacenter.substring(3, 15) + "'");
        assertThat(admin.send("DELETE", "uptime/datacenters/new-" + datacenter.substring(3, 15), null)
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void whatWasSeenIsReadBySpan() throws Exception {
        ask(one, "");
        ItDatabase.execute("UPDATE uptime_grant SET granted_at = '" + slot.minusSeconds(60) + "' WHERE datacenter = '"
                + datacenter + "'");
        ship(one, 1, beat(0, "UP"), beat(30, "DOWN"), beat(60, "DEGRADED"));

        var path = "uptime/monitors/" + monitor + "/heartbeats?from=" + slot + "&to=" + slot.plusSeconds(60);
        var seen = admin.read("GET", path, null).get("heartbeats");
        assertThat(seen.findValuesAsText("status")).containsExactly("down", "up");
        assertThat(seen.at("/0/phases").toString())
                .isEqualTo("{\"dns\":1,\"connect\":2,\"tls\":3,\"first_byte\":4,\"transfer\":5}");
        var first = admin.read("GET", "uptime/monitors/" + monitor + "/heartbeats?limit=1", null);
        assertThat(first.at("/heartbeats/0/status").asText()).isEqualTo("degraded");
        assertThat(admin.read(
                                "GET",
                                "uptime/monitors/" + monitor + "/heartbeats?limit=1&to="
                                        + first.get("next").asText(),
                                null)
                        .at("/heartbeats/0/status")
                        .asText())
                .isEqualTo("down");
        assertThat(admin.read("GET", "uptime/monitors/" + monitor, null)
                        .at("/seen/0/total_us")
                        .asInt())
                .isEqualTo(15);
    }

    @Test
    void whatGoesDownIsOneIncidentUntilItIsUpAgainAndWhatIsLateRaisesNothing() throws Exception {
        ask(one, "");
        ItDatabase.execute("UPDATE uptime_grant SET granted_at = granted_at - interval '1 day' WHERE datacenter = '"
                + datacenter + "'");
        var second = (int) java.time.Duration.between(slot, Instant.now()).toSeconds();
        ship(one, 1, beat(second - 40, "UP"));
        awaitState("up");
        ship(one, 1, beat(second - 30, "DOWN"));
        ship(one, 1, beat(second - 20, "DOWN"));
        awaitState("down");
        ship(one, 1, beat(second - 10, "DOWN"));
        ship(one, 1, beat(10, "DOWN"), beat(20, "DOWN"), beat(30, "DOWN"));
        ship(one, 1, beat(second, "UP"));
        awaitState("up");

        var incidents =
                admin.read("GET", "uptime/incidents?monitor=" + monitor, null).get("incidents");
        assertThat(incidents).hasSize(1);
        assertThat(incidents.get(0).get("state").asText()).isEqualTo("down");
        assertThat(incidents.get(0).has("closed_at")).isTrue();
        var events = admin.read("GET", "uptime/monitors/" + monitor + "/events", null)
                .get("events");
        assertThat(events.findValuesAsText("became").stream().filter(state -> !state.equals("unknown")))
                .containsExactly("up", "down", "up");
    }

    @Test
    void aCronJobPushesAndIsMissedWhenItDoesNot() throws Exception {
        ItDatabase.execute("DELETE FROM api_monitors WHERE id = " + monitor);
        var added = admin.read("POST", "uptime/monitors", """
                {"name":"backup %s","kind":"push","check":{},"schedule":"30s"}""".formatted(datacenter));
        monitor = added.get("id").asInt();
        var path = added.get("push_path").asText().replace("/api/v1/", "");
        assertThat(admin.read("GET", "uptime/monitors/" + monitor, null).has("push_path"))
                .isFalse();

        assertThat(one.send("POST", path + "?duration=12.5&exit_code=0", null).body())
                .isEqualTo("{\"monitor\":\"backup %s\",\"status\":\"up\"}".formatted(datacenter));
        awaitState("up");
        assertThat(one.send("GET", path + "?exit_code=2&message=disk%20full", null)
                        .statusCode())
                .isEqualTo(200);
        awaitState("down");
        assertThat(admin.read("GET", "uptime/monitors/" + monitor, null)
                        .get("reason")
                        .asText())
                .isEqualTo("push: EXIT_CODE, exit code 2: disk full");
        one.send("GET", path, null);
        awaitState("up");
        assertThat(one.send("GET", path + "?exit_code=x", null).statusCode()).isEqualTo(400);
        assertThat(one.send("GET", path + "x", null).statusCode()).isEqualTo(404);

        ItDatabase.execute(
                "UPDATE uptime_watch SET broken_at = broken_at - interval '1 day', since_at = since_at - interval '1 day'");
        ItDatabase.execute(
                "UPDATE uptime_standing SET slot_at = slot_at - interval '100 seconds', moved_by = pg_current_xact_id()"
                        + " WHERE monitor = " + monitor);
        awaitState("down");
        assertThat(admin.read("GET", "uptime/monitors/" + monitor, null)
                        .at("/seen/0/error")
                        .asText())
                .isEqualTo("MISSED");
        var anew = admin.read("POST", "uptime/monitors/" + monitor + "/push-path", null)
                .get("push_path")
                .asText();
        assertThat(one.send("GET", path, null).statusCode()).isEqualTo(404);
        assertThat(one.send("GET", anew.replace("/api/v1/", ""), null).statusCode())
                .isEqualTo(200);
    }

    @Test
    void reportsAndWhatIsPublicFollowFromWhatWasSeen() throws Exception {
        ask(one, "");
        ItDatabase.execute("UPDATE uptime_grant SET granted_at = granted_at - interval '1 day' WHERE datacenter = '"
                + datacenter + "'");
        ship(one, 1, beat(0, "UP"), beat(30, "UP"), beat(60, "DEGRADED"), beat(90, "DOWN"));

        var report = admin.read("GET", "uptime/reports?monitor=" + monitor, null);
        assertThat(report.at("/together/uptime").asDouble()).isEqualTo(75);
        assertThat(report.at("/datacenters/" + datacenter + "/latency/total/count")
                        .asInt())
                .isEqualTo(3);
        assertThat(report.at("/together/latency/connect/p50").asInt()).isEqualTo(2);
        var month = slot.toString().substring(0, 7);
        var csv = admin.send("GET", "uptime/reports/sla?month=" + month, null);
        assertThat(csv.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(csv.body())
                .contains(monitor + ",\"m " + datacenter + "\",http,\"\"," + month + ",75.0000,2,1,1,0,0\r\n");
        assertThat(admin.send("GET", "uptime/reports/sla?month=2999-01", null).statusCode())
                .isEqualTo(400);

        var window = admin.read("POST", "uptime/maintenance", """
                {"name":"w %s","starts":"2026-01-01T00:00","time_zone":"UTC","minutes":1440,"rule":"FREQ=DAILY",\
                "monitors":[%d]}""".formatted(datacenter, monitor));
        assertThat(window.get("next")).hasSize(3);
        awaitState("maintenance");
        assertThat(admin.read("GET", "uptime/reports?monitor=" + monitor, null)
                        .at("/together/excluded")
                        .asInt())
                .isEqualTo(4);
        assertThat(JSON.readTree(admin.send("POST", "uptime/maintenance", """
                {"name":"x","starts":"soon","time_zone":"Mars/Base","minutes":0,"rule":"FREQ=SECONDLY"}""").body())
                        .get("field")
                        .asText())
                .isEqualTo("minutes, time_zone, starts, rule");
        assertThat(admin.send("DELETE", "uptime/maintenance/" + window.get("id").asInt(), null)
                        .statusCode())
                .isEqualTo(204);

        assertThat(one.send("GET", "status/badges/" + monitor, null).statusCode())
                .isEqualTo(404);
        assertThat(one.send("GET", "status", null).body())
                .doesNotContain(datacenter)
                .doesNotContain("localhost");
    }

    @Test
    void everybodySeesWhatWasChosenToBePublicAndNothingElse() throws Exception {
        ask(one, "");
        ItDatabase.execute("UPDATE uptime_grant SET granted_at = granted_at - interval '1 day' WHERE datacenter = '"
                + datacenter + "'");
        admin.read("PATCH", "uptime/monitors/" + monitor, """
                {"name":"Shop <%s>","public":true,"status_group":"Group %s","retries":0}""".formatted(datacenter, datacenter));
        var second = (int) java.time.Duration.between(slot, Instant.now()).toSeconds();
        ship(one, 1, beat(second - 10, "DOWN"));
        awaitState("down");
        var incident = "uptime/incidents/"
                + admin.read("GET", "uptime/incidents?open=true&acknowledged=false&state=down&monitor=" + monitor, null)
                        .at("/incidents/0/id")
                        .asLong();
        assertThat(admin.read("POST", incident + "/acknowledge", null)
                        .get("acknowledged_by")
                        .asText())
                .isEqualTo("admin");
        admin.read("POST", incident + "/notes", "{\"text\":\"for us only\"}");
        var noted = admin.read("POST", incident + "/notes", "{\"text\":\"We are on it.\",\"public\":true}");
        assertThat(noted.get("notes").findValuesAsText("text")).containsExactly("for us only", "We are on it.");
        assertThat(admin.read("GET", "uptime/incidents?acknowledged=false&monitor=" + monitor, null)
                        .get("total")
                        .asInt())
                .isZero();
        assertThat(admin.send("POST", incident + "/notes", "{\"text\":\" \"}").statusCode())
                .isEqualTo(400);
        assertThat(admin.send("GET", "uptime/incidents/999999999", null).statusCode())
                .isEqualTo(404);
        for (var isPublic : List.of(true, false)) {
            admin.read("POST", "uptime/maintenance", """
                    {"name":"%s %s","starts":"%s","time_zone":"UTC","minutes":60,"monitors":[%d],"public":%s}""".formatted(
                            isPublic ? "announced" : "hidden",
                            datacenter,
                            LocalDateTime.now(ZoneOffset.UTC).plusDays(1).truncatedTo(ChronoUnit.MINUTES),
                            monitor,
                            isPublic));
        }
        try {
            var page = awaitPage("Shop &lt;" + datacenter + "&gt;");

            assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .startsWith("default-src 'none'; style-src 'sha256-");
            assertThat(page.body())
                    .contains(
                            "<h2>Group " + datacenter + "</h2>",
                            "We are on it.",
                            "announced " + datacenter,
                            "Down</span>")
                    .doesNotContain("for us only", "hidden " + datacenter, "localhost", "admin", "REFUSED");
            var data = JSON.readTree(one.send("GET", "status", null).body());
            assertThat(data.get("state").asText()).isEqualTo("down");
            assertThat(data.at("/monitors/0/days")).hasSize(90);
            assertThat(data.toString()).doesNotContain("for us only", "hidden " + datacenter, "localhost", "admin");
        } finally {
            ItDatabase.execute("DELETE FROM maintenance_windows WHERE name LIKE '%" + datacenter + "'");
        }
    }

    @Test
    void whatAProberCouldNotTellIsUnknownAndNoOutage() throws Exception {
        ask(one, "");
        ItDatabase.execute("UPDATE uptime_grant SET granted_at = granted_at - interval '1 day' WHERE datacenter = '"
                + datacenter + "'");
        var second = (int) java.time.Duration.between(slot, Instant.now()).toSeconds();
        ship(one, 1, beat(second - 20, "UP"));
        awaitState("up");
        ship(one, 1, beat(second - 10, "DOWN\",\"error\":\"OVERLOADED\",\"message\":\"no room"));
        awaitState("unknown");

        var view = admin.read("GET", "uptime/monitors/" + monitor, null);
        assertThat(view.get("reason").asText()).contains(datacenter + ": OVERLOADED, no room (give that agent's host");
        assertThat(view.at("/seen/0/status").asText()).isEqualTo("unknown");
        assertThat(view.at("/seen/0/remedy").asText()).startsWith("give that agent's host more CPU");
        var together =
                admin.read("GET", "uptime/reports?monitor=" + monitor, null).get("together");
        assertThat(List.of(
                        together.get("uptime").asDouble(),
                        together.get("unknown").asDouble()))
                .containsExactly(100.0, 1.0);
        assertThat(admin.read("GET", "uptime/incidents?monitor=" + monitor, null)
                        .get("total")
                        .asInt())
                .isZero();
        var month = slot.toString().substring(0, 7);
        var paper = admin.send("GET", "uptime/reports/sla?format=html&month=" + month, null);
        assertThat(paper.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(paper.body()).contains("m " + datacenter);
        assertThat(admin.read("GET", "uptime/reports/sla?format=json&month=" + month.substring(0, 4), null)
                        .get("monitors")
                        .findValuesAsText("name"))
                .contains("m " + datacenter);
        assertThat(admin.send("GET", "uptime/reports/sla?format=pdf&month=" + month, null)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aDocumentIsWrittenAndReadAsYamlWithMaintenanceAndEachMistakeHasItsLine() throws Exception {
        var yaml = """
                datacenters:
                  - {id: new-%1$s, name: New}
                monitors:
                  - name: y %1$s
                    kind: http
                    check:
                      url: https://shop.example/
                      headers: {X-Empty: ''}
                      body: |
                        one
                        two
                    tags: ['yes', '8080']
                    status_group: Partners
                maintenance:
                  - name: w %1$s
                    starts: 2026-01-01T02:00:00
                    time_zone: Europe/Berlin
                    minutes: 60
                    rule: FREQ=WEEKLY
                    monitors: [y %1$s]
                    public: true
                """.formatted(datacenter);
        try {
            var planned = JSON.readTree(
                    yaml("PUT", "uptime/document?dry_run=true", yaml).body());
            assertThat(planned.get("changes").findValuesAsText("what"))
                    .containsExactly("datacenter", "monitor", "maintenance");
            assertThat(yaml("PUT", "uptime/document", yaml).statusCode()).isEqualTo(200);
            assertThat(changes(yaml("PUT", "uptime/document", yaml))).isEqualTo("[]");
            var exported = yaml("GET", "uptime/document", null);
            assertThat(exported.headers().firstValue("Content-Type").orElse("")).startsWith("application/yaml");
            assertThat(exported.body()).contains("- name: w " + datacenter, "body: |");
            assertThat(changes(yaml("PUT", "uptime/document?prune=true", exported.body())))
                    .isEqualTo("[]");
            assertThat(changes(yaml("PUT", "uptime/document", exported.body().replace("minutes: 60", "minutes: 61"))))
                    .isEqualTo("[{\"what\":\"maintenance\",\"name\":\"w %s\",\"change\":\"changed\",\"fields\":[]}]"
                            .formatted(datacenter));
            assertThat(admin.read("GET", "uptime/document", null)
                            .at("/maintenance")
                            .findValuesAsText("name"))
                    .contains("w " + datacenter);

            var refused = JSON.readTree(yaml(
                            "PUT",
                            "uptime/document",
                            yaml.replace("https:", "ftp:")
                                    .replace("X-Empty", "Upgrade")
                                    .replace("Europe/Berlin", "Mars/Base")
                                    .replace("[y ", "[z ")
                                    .replace("    kind: http\n", "    kind: http\n    retries: many\n")
                                    .replace("id: new-" + datacenter, "id: push"))
                    .body());
            assertThat(refused.get("field").asText())
                    .isEqualTo(
                            "monitors[0].retries, datacenters[0].id, monitors[0].check.url,"
                                    + " monitors[0].check.headers.Upgrade, maintenance[0].time_zone, maintenance[0].monitors[0]");
            assertThat(refused.get("detail").asText())
                    .contains("line 2: datacenters[0].id: is where monitors stand that are pushed to")
                    .contains("line 6: monitors[0].retries: ")
                    .contains("line 8: monitors[0].check.url: must begin with http")
                    .contains("line 18: maintenance[0].time_zone: there is no time zone 'Mars/Base'");
        } finally {
            ItDatabase.execute("DELETE FROM maintenance_windows WHERE name = 'w " + datacenter
                    + "'; DELETE FROM api_monitors WHERE name = 'y " + datacenter
                    + "'; DELETE FROM datacenters WHERE id = 'new-" + datacenter + "'");
        }
    }

    @Test
    void theKindsOfChecksAreTold() throws Exception {
        var kinds = admin.read("GET", "uptime/kinds", null).get("kinds");

        assertThat(kinds.findValuesAsText("kind"))
                .containsExactly("http", "tcp", "ping", "dns", "tls", "query", "push");
        assertThat(kinds.at("/2/fields/1").toString())
                .isEqualTo("{\"name\":\"count\",\"type\":\"number\",\"about\":\"So many echoes are sent.\","
                        + "\"required\":false,\"usual\":\"1\",\"least\":1,\"most\":10}");
        assertThat(kinds.at("/2/subjects").findValuesAsText("subject")).contains("loss", "time.total");
    }

    private static String changes(HttpResponse<String> answer) throws Exception {
        return JSON.readTree(answer.body()).path("changes").toString();
    }

    private HttpResponse<String> yaml(String method, String path, String body) throws Exception {
        return one.send(
                method,
                path,
                body == null ? null : body.getBytes(StandardCharsets.UTF_8),
                "Authorization",
                Caller.asAdmin(),
                "Content-Type",
                "application/yaml",
                "Accept",
                body == null ? "application/yaml" : "application/json");
    }

    /** What everybody sees is made anew every ten seconds. */
    private HttpResponse<String> awaitPage(String text) throws Exception {
        var page = one.send("GET", "status/page", null);
        while (!page.body().contains(text)) {
            Thread.onSpinWait();
            page = one.send("GET", "status/page", null);
        }
        return page;
    }

    /** The hub looks once a second. */
    private void awaitState(String wanted) throws Exception {
        admin.awaitState("uptime/monitors/" + monitor, wanted);
    }

    private JsonNode ask(Caller agent, String more) throws Exception {
        return ask(agent, datacenter, more);
    }

    /** Over a connection of its own, so that many are asked at the same time. */
    private JsonNode askAlone(Caller agent) throws Exception {
        var request = HttpRequest.newBuilder(agent.api().resolve("agents/" + agent.agent() + "/uptime-lease"))
                .version(HttpClient.Version.HTTP_1_1)
                .setHeader("Content-Type", "application/json")
                .setHeader("Authorization", agent.asAgent())
                .POST(BodyPublishers.ofString("{\"datacenter\":\"" + datacenter + "\",\"release\":false}"))
                .build();
        return JSON.readTree(ALONE.send(request, BodyHandlers.ofString()).body());
    }

    private static JsonNode ask(Caller agent, String datacenter, String more) throws Exception {
        return agent.post(
                "uptime-lease",
                "{\"datacenter\":\"" + datacenter + "\"" + (more.contains("release") ? "" : ",\"release\":false") + more
                        + "}");
    }

    private String beat(int second, String status) {
        return """
                {"monitor":%d,"revision":1,"slot":"%s","executedAt":"%s","status":"%s",\
                "phases":{"dns":1,"connect":2,"tls":3,"firstByte":4,"transfer":5}}\
                """.formatted(
                monitor, slot.plusSeconds(second), slot.plusSeconds(second).plusMillis(2), status);
    }

    private HttpResponse<String> ship(Caller agent, long lease, String... beats) throws Exception {
        return agent.ship("u-" + UUID.randomUUID(), """
                {"documents":[{"kind":"uptime.heartbeats","target":"%1$s","at":"%2$s","body":{"datacenter":"%1$s",\
                "lease":%3$d,"heartbeats":[%4$s]}}]}""".formatted(datacenter, slot, lease, String.join(",", beats))
                .getBytes(StandardCharsets.UTF_8));
    }
}
