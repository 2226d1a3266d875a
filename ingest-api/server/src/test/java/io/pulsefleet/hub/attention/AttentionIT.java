package io.pulsefleet.hub.attention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.hub.Admin;
import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import io.pulsefleet.hub.ItDatabase;
import io.pulsefleet.hub.access.Visitor;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** What needs somebody, of the hosts that one may see (SP-10). */
@ArquillianTest
class AttentionIT {

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private final String group = "attention-" + UUID.randomUUID();

    @Test
    void eachTroubleIsToldOnceWithTheWayToIt() throws Exception {
        var admin = Admin.of(deployed);
        var silent = host("silent", null);
        var busy = host("busy", "now()");
        var others = Caller.of(deployed).registered().agent();
        ItDatabase.execute(
                "UPDATE agents SET last_heartbeat = now(), troubles = '{\"The disk is full.\"}' WHERE id = '%s'"
                        .formatted(busy));
        ItDatabase.execute("""
                INSERT INTO job_runs (agent, boot, execution, job, state, started_at, ended_at, visits, readings, skipped, errors, exit, updated_at)
                SELECT number, 'boot', 7, 'docker', 'FAILED', now(), now(), 1, 1, 0, 1, 'No engine.', now() FROM agents WHERE id = '%s'""".formatted(busy));
        fills(busy);

        var seen = viewer(admin).get("attention");

        assertThat(told(seen))
                .containsExactly(
                        "host 2: critical silent offline null #/hosts/" + silent,
                        "host 2: warning busy error The disk is full. #/hosts/" + busy,
                        "filesystem 2: critical /var on busy filling 80.0 % full, wholly in about 20 h if it goes on so #/hosts/"
                                + busy,
                        "filesystem 2: warning /srv on busy full 96.0 % full #/hosts/" + busy,
                        "job 1: critical docker on busy failed No engine. #/jobs/" + busy + "/boot/7");
        assertThat(admin.get("attention").toString()).contains("\"kind\":\"host\"");
        assertThat(seen.toString()).doesNotContain(others.toString());
    }

    @Test
    void whereAllIsWellNothingIsTold() throws Exception {
        host("well", "now()");

        assertThat(viewer(Admin.of(deployed)).get("attention").get("groups")).isEmpty();
    }

    private UUID host(String name, String heartbeat) throws Exception {
        var agent = Caller.of(deployed).registered().agent();
        ItDatabase.execute(
                "UPDATE agents SET boot = 'boot', hostname = '%s', agent_group = '%s', last_heartbeat = %s WHERE id = '%s'"
                        .formatted(name, group, heartbeat, agent));
        return agent;
    }

    /** /var grew from 60 to 80 % in the 20 hours before the hour that is not over, /srv is at 96 %, / at 10 %. */
    private static void fills(UUID agent) throws Exception {
        var positions =
                List.of("/", "/var", "/srv").stream().map("""
                        {"metric":"system.filesystem.utilization","kind":"GAUGE","unit":"1","labels":{"system.filesystem.mountpoint":"%s"}}"""::formatted).toList();
        ItDatabase.execute(
                "INSERT INTO metric_set (hash, collector, target, positions) VALUES (sha256('%s'), 'system', 'host', '%s')"
                        .formatted(agent, positions));
        var of = "FROM agents a, metric_set s WHERE a.id = '%s' AND s.hash = sha256('%s')".formatted(agent, agent);
        ItDatabase.execute("INSERT INTO latest SELECT a.number, s.id, now(), '{0.1, 0.8, 0.96}' " + of);
        ItDatabase.execute("INSERT INTO rollup (level, agent, set, from_at, part, count, min, max, sum, last)"
                + " SELECT 3600, a.number, s.id, now() - interval '21 hours', 1, '{1,1,1}', '{0.1,0.6,0.96}', '{0.1,0.6,0.96}',"
                + " '{0.1,0.6,0.96}', '{0.1,0.6,0.96}' " + of);
    }

    private Visitor viewer(Admin admin) throws Exception {
        var name = "viewer-" + UUID.randomUUID().toString().substring(0, 8);
        admin.read("POST", "users", """
                {"name":"%s","role":"viewer","password":"a secret of twelve or more","groups":["%s"]}""".formatted(name, group));
        return Visitor.signedIn(deployed, name, "a secret of twelve or more");
    }

    private static List<String> told(JsonNode answer) {
        return StreamSupport.stream(answer.get("groups").spliterator(), false)
                .flatMap(group -> StreamSupport.stream(group.get("concerns").spliterator(), false)
                        .map(one -> "%s %s: %s %s %s %s %s"
                                .formatted(
                                        group.get("kind").asText(),
                                        group.get("total").asText(),
                                        one.get("severity").asText(),
                                        one.get("name").asText(),
                                        one.get("trouble").asText(),
                                        one.path("detail").asText(null),
                                        one.get("address").asText())))
                .toList();
    }
}
