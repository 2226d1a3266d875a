package io.pulsefleet.hub.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.hub.Admin;
import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import io.pulsefleet.hub.ItDatabase;
import io.pulsefleet.hub.access.Visitor;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All that has a name, by REST (SP-10). */
@ArquillianTest
class SearchIT {

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private final String name = "s" + UUID.randomUUID().toString().substring(0, 8);
    private Admin admin;
    private UUID ours;
    private UUID others;

    @BeforeEach
    void twoHostsWithDatabasesAndJobsAndAMonitor() throws Exception {
        admin = Admin.of(deployed);
        ours = host("ours");
        others = host("others");
        ItDatabase.execute("INSERT INTO api_monitors (name, kind, check_body)"
                + " VALUES ('%1$s shop', 'http', '{\"url\": \"https://%1$s.example/\"}')".formatted(name));
        ItDatabase.execute(
                "INSERT INTO fleet_settings_known VALUES ('%1$s', '{\"known\": [{\"name\": \"pulse.%1$s.every\", \"about\": \"How often.\"}]}')"
                        .formatted(name));
    }

    /** Whoever holds a lease is given all monitors that there are. */
    @AfterEach
    void nothingIsLeftToProbe() throws Exception {
        ItDatabase.execute("DELETE FROM api_monitors WHERE name = '" + name + " shop'");
        ItDatabase.execute("DELETE FROM fleet_settings_known WHERE hash = '" + name + "'");
    }

    private UUID host(String group) throws Exception {
        var agent = Caller.of(deployed).registered().agent();
        ItDatabase.execute(
                "UPDATE agents SET boot = 'boot', hostname = '%1$s-%2$s', agent_group = '%1$s-%2$s', os = 'Debian' WHERE id = '%3$s'"
                        .formatted(name, group, agent));
        ItDatabase.execute(
                "INSERT INTO pg_target SELECT number, '%1$s/%2$s', now(), now() FROM agents WHERE id = '%3$s'"
                        .formatted(name, group, agent));
        ItDatabase.execute("""
                INSERT INTO job_runs SELECT number, 'boot', 1, '%s-%s', 'COMPLETED', now(), now(), 1, 1, 0, 0, '', now()
                FROM agents WHERE id = '%s'""".formatted(name, group, agent));
        return agent;
    }

    private static List<String> found(JsonNode answer) {
        var all = new ArrayList<String>();
        answer.get("results")
                .forEach(one -> all.add(one.get("kind").asText() + " "
                        + one.get("name").asText() + " | " + one.get("more").asText() + " | "
                        + one.get("address").asText()));
        return all;
    }

    @Test
    void allThatIsCalledSoIsFoundTheBestFirst() throws Exception {
        var monitor = ItDatabase.value("SELECT id FROM api_monitors WHERE name = '" + name + " shop'");

        assertThat(found(admin.get("search?q=" + name.toUpperCase(java.util.Locale.ROOT))))
                .satisfiesExactly(
                        host -> assertThat(host)
                                .startsWith("host %1$s-ours | Debian".formatted(name))
                                .endsWith(" | #/hosts/" + ours),
                        host -> assertThat(host)
                                .startsWith("host %1$s-others | Debian".formatted(name))
                                .endsWith(" | #/hosts/" + others),
                        database -> assertThat(database)
                                .isEqualTo("database %1$s/ours | %1$s-ours | #/databases/%2$s/%1$s%%2Fours"
                                        .formatted(name, ours)),
                        database -> assertThat(database)
                                .isEqualTo("database %1$s/others | %1$s-others | #/databases/%2$s/%1$s%%2Fothers"
                                        .formatted(name, others)),
                        it -> assertThat(it)
                                .isEqualTo("monitor %1$s shop | http · https://%1$s.example/ | #/uptime/%2$s"
                                        .formatted(name, monitor)),
                        job -> assertThat(job).isEqualTo("job %1$s-ours |  | #/jobs?job=%1$s-ours".formatted(name)),
                        job -> assertThat(job).isEqualTo("job %1$s-others |  | #/jobs?job=%1$s-others".formatted(name)),
                        setting -> assertThat(setting)
                                .isEqualTo("setting pulse.%1$s.every | How often. | #/settings?setting=pulse.%1$s.every"
                                        .formatted(name)));
        assertThat(found(admin.get("search?limit=1&q=" + name)))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("host");
        assertThat(found(admin.get("search?q=shop " + name)))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("monitor");
    }

    @Test
    void whatBelongsToOtherGroupsIsNotFound() throws Exception {
        var secret = "a secret of twelve or more";
        admin.read("POST", "users", """
                {"name":"%1$s","role":"viewer","password":"%2$s","groups":["%1$s-ours"]}""".formatted(name, secret));

        assertThat(found(Visitor.signedIn(deployed, name, secret).get("search?q=" + name)))
                .extracting(one -> one.substring(0, one.indexOf(" |")))
                .containsExactly("host " + name + "-ours", "database " + name + "/ours", "job " + name + "-ours");
    }

    @Test
    void whatIsWrongIsNamed() throws Exception {
        assertThat(admin.send("GET", "search", null).body()).contains("\"field\":\"q\"");
        assertThat(admin.send("GET", "search?q=%20", null).body()).contains("\"field\":\"q\"");
        assertThat(admin.send("GET", "search?q=" + "x".repeat(201), null).body())
                .contains("\"field\":\"q\"");
        assertThat(admin.send("GET", "search?q=x&limit=0", null).body()).contains("\"field\":\"limit\"");
        assertThat(found(admin.get("search?q=%25_%5C'"))).isEmpty();
    }
}
