package io.pulsefleet.hub.views;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.hub.Admin;
import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import io.pulsefleet.hub.access.Visitor;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists with their filters, saved under a name (SP-10). */
@ArquillianTest
class ViewsIT {

    private static final String SECRET = "a secret of twelve or more";

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private final String unique = UUID.randomUUID().toString().substring(0, 8);
    private Admin admin;

    @BeforeEach
    void theHubIsReady() throws Exception {
        admin = Admin.of(deployed);
        Caller.of(deployed).registered(); // which waits until it is
    }

    @Test
    void whatOneSavesForItselfNobodyElseSees() throws Exception {
        var vera = user("vera", "viewer", "*");
        var otto = user("otto", "operator", "*");
        var saved = vera.send("POST", "views", form("failed", "/jobs?state=FAILED", false));
        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(201);
        var id = vera.get("views").get("views").get(0).get("id").asText();

        assertThat(names(vera.get("views"))).contains("failed " + unique);
        assertThat(names(otto.get("views"))).doesNotContain("failed " + unique);
        assertThat(otto.status("DELETE", "views/" + id, null)).isEqualTo(404);
        assertThat(vera.status("POST", "views", form("failed", "/jobs", false))).isEqualTo(409);
        assertThat(vera.status("PATCH", "views/" + id, "{\"name\":\"renamed " + unique + "\"}"))
                .isEqualTo(200);
        assertThat(vera.get("views").get("views").get(0).get("address").asText())
                .isEqualTo("/jobs?state=FAILED");

        admin.send("DELETE", "users/vera-" + unique, null);
        assertThat(names(user("vera", "viewer", "*").get("views")))
                .doesNotContain("renamed " + unique); // it is somebody else
    }

    @Test
    void whatIsForAllIsKeptByOperatorsOfTheWholeFleet() throws Exception {
        var viewer = user("val", "viewer", "*");
        var operator = user("ole", "operator", "*");
        var limited = user("lou", "operator", "web");
        assertThat(viewer.status("POST", "views", form("all", "/logs?q=x", true)))
                .isEqualTo(403);
        assertThat(limited.status("POST", "views", form("all", "/logs?q=x", true)))
                .isEqualTo(403);
        assertThat(operator.status("POST", "views", form("all", "/logs?q=x", true)))
                .isEqualTo(201);

        assertThat(names(viewer.get("views"))).contains("all " + unique);
        assertThat(names(limited.get("views"))).doesNotContain("all " + unique);
        var id = idOf(operator.get("views"), "all " + unique);
        assertThat(viewer.status("PATCH", "views/" + id, "{\"shared\":false}")).isEqualTo(403);
        assertThat(viewer.status("DELETE", "views/" + id, null)).isEqualTo(403);
        assertThat(limited.status("POST", "views", form("mine", "/jobs", false)))
                .isEqualTo(201);
        assertThat(operator.status("DELETE", "views/" + id, null)).isEqualTo(204);
        assertThat(names(viewer.get("views"))).doesNotContain("all " + unique);
    }

    private static String idOf(JsonNode views, String name) {
        return views.get("views").findParents("name").stream()
                .filter(view -> view.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asText();
    }

    private static List<String> names(JsonNode views) {
        return views.get("views").findValuesAsText("name");
    }

    private String form(String name, String address, boolean shared) {
        return "{\"name\":\"%s %s\",\"address\":\"%s\",\"shared\":%s}".formatted(name, unique, address, shared);
    }

    private Visitor user(String name, String role, String group) throws Exception {
        admin.read("POST", "users", """
                {"name":"%s-%s","role":"%s","groups":["%s"],"password":"%s"}""".formatted(name, unique, role, group, SECRET));
        return Visitor.signedIn(deployed, name + "-" + unique, SECRET);
    }
}
