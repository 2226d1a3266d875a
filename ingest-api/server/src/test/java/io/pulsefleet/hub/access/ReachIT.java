package io.pulsefleet.hub.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.hub.Admin;
import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import io.pulsefleet.hub.Routes;
import io.pulsefleet.hub.Routes.Route;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever may see hosts of some groups only learns nothing of the others, by whichever route (SP-13). */
@ArquillianTest
class ReachIT {

    private static final String SECRET = "a secret of twelve or more";

    /** What lists must be asked to tell anything. */
    private static final Map<String, String> QUESTIONS = Map.of(
            "query", "?metric=pulse.fetched&agent=*",
            "correlations/{id}", "?from=2026-01-01T00:00:00Z",
            "search", "?q=-");

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private Admin admin;
    private Caller ours;
    private Caller others;
    private Visitor limited;

    @BeforeEach
    void aHostWithinReachAndOneBeyond() throws Exception {
        admin = Admin.of(deployed);
        ours = host("web-" + id);
        others = host("db-" + id);
        admin.read("POST", "users", """
                {"name":"%1$s","role":"admin","password":"%2$s","groups":["web-%1$s"]}""".formatted(id, SECRET));
        limited = Visitor.signedIn(deployed, id, SECRET);
    }

    /** In a group that is called like it, and of which something is known. */
    private Caller host(String name) throws Exception {
        var caller = Caller.of(deployed).registered();
        var facts = new String(caller.registration(), StandardCharsets.UTF_8)
                .replace("\"hostname\":\"host\"", "\"hostname\":\"" + name + "\"");
        assertThat(caller.send(
                                "POST",
                                "agents/register",
                                facts.getBytes(StandardCharsets.UTF_8),
                                "Authorization",
                                Caller.asJoiner())
                        .statusCode())
                .isEqualTo(200);
        caller.beat();
        assertThat(admin.send("PATCH", "agents/" + caller.agent(), "{\"group\":\"" + name + "\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(caller.ship("e-1", """
                {"documents":[{"kind":"host.event","target":"host","at":"%s",\
                "body":{"type":"login.failed","subject":"root","message":"seen on %s"}}]}\
                """.formatted(Instant.now().minusSeconds(60), name)
                                .getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isLessThan(300);
        return caller;
    }

    @Test
    void aHostOfAnotherGroupIsAsOneThatDoesNotExist() throws Exception {
        var routes = Routes.all().stream()
                .filter(route -> AgentInPath.isIn(route.path()) && isForPeople(route))
                .toList();
        assertThat(routes).extracting(Route::toString).contains("GET agents/{id}", "PATCH agents/{id}");

        var all = new SoftAssertions();
        for (var route : routes) {
            var body = route.hasBody() ? "{\"group\":\"web-" + id + "\"}" : null;
            var beyond = limited.send(route.verb(), route.filled(others.agent().toString()), body);
            all.assertThat(beyond.statusCode()).as("%s", route).isEqualTo(404);
            all.assertThat(beyond.body()).as("%s", route).contains("There is no agent " + others.agent() + ".");
            var nobody = UUID.randomUUID();
            var missing = limited.send(route.verb(), route.filled(nobody.toString()), body);
            all.assertThat(missing.body()
                            .replace(nobody.toString(), others.agent().toString()))
                    .as("%s", route)
                    .isEqualTo(beyond.body());
            all.assertThat(limited.status(
                            route.verb(), route.filled(ours.agent().toString()), body))
                    .as("%s", route)
                    .isNotIn(401, 403);
        }
        all.assertAll();
    }

    @Test
    void noListTellsOfHostsBeyondReach() throws Exception {
        var all = new SoftAssertions();
        for (var route : lists()) {
            var path = route.filled() + QUESTIONS.getOrDefault(route.path(), "");
            var answer = limited.send("GET", path, null);
            all.assertThat(answer.statusCode())
                    .as("%s: %s", route, answer.body())
                    .isEqualTo(200);
            all.assertThat(answer.body())
                    .as("%s", route)
                    .doesNotContain(others.agent().toString(), "db-" + id);
        }
        all.assertAll();

        assertThat(limited.get("agents").get("agents"))
                .extracting(agent -> agent.get("hostname").asText())
                .containsExactly("web-" + id);
        assertThat(limited.get("events").get("events"))
                .extracting(event -> event.get("message").asText())
                .containsExactly("seen on web-" + id);
        assertThat(limited.status("GET", "events?agent=db-" + id, null)).isEqualTo(404);
        assertThat(limited.status("GET", "logs?agent=db-" + id, null)).isEqualTo(404);
        assertThat(limited.status("GET", "windows?agent=db-" + id, null)).isEqualTo(404);
        assertThat(limited.status("GET", "query?metric=m&agent=db-" + id, null)).isEqualTo(404);
    }

    private static List<Route> lists() {
        return Routes.all().stream()
                .filter(route -> route.verb().equals("GET") && route.method().isAnnotationPresent(Narrowed.class))
                .filter(route -> !route.path().equals("commands/{id}")) // one of a host, and no list
                .filter(route -> !route.path().startsWith("batch-servers/{server}")) // of one: BatchServersIT looks
                .filter(route -> !route.path().startsWith("dashboards/{")) // of one: DashboardsConsoleIT looks
                .toList();
    }

    @Test
    void whatConcernsTheWholeFleetIsRefused() throws Exception {
        var all = new SoftAssertions();
        for (var route : Routes.all()) {
            if (isForPeople(route)
                    && !AgentInPath.isIn(route.path())
                    && !route.method().isAnnotationPresent(Narrowed.class)) {
                var answer = limited.send(route.verb(), route.filled(), route.hasBody() ? "{}" : null);
                all.assertThat(answer.statusCode()).as("%s", route).isEqualTo(403);
                all.assertThat(answer.body()).as("%s", route).contains("hosts of some groups only: web-" + id);
            }
        }
        all.assertAll();
    }

    private static boolean isForPeople(Route route) {
        return route.roles().stream().anyMatch(io.pulsefleet.hub.access.Caller.RANKS::contains);
    }

    @Test
    void whoSeesNoGroupSeesNoHost() throws Exception {
        admin.read("PATCH", "users/" + id, "{\"groups\":[]}");
        var blind = Visitor.signedIn(deployed, id, SECRET);

        assertThat(blind.get("agents").get("agents")).isEmpty();
        assertThat(blind.get("events").get("events")).isEmpty();
        assertThat(blind.get("logs").get("lines")).isEmpty();
    }

    @Test
    void aHostIsNotPutOutOfReach() throws Exception {
        assertThat(limited.send("PATCH", "agents/" + ours.agent(), "{\"group\":\"db-" + id + "\"}")
                        .body())
                .contains("must be one whose hosts you may see");
    }
}
