package io.pulsefleet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.assertj.core.api.SoftAssertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every route that the hub has, found in its classes: closed to nobody's calls unless it says otherwise. */
@ArquillianTest
class RoutesIT {

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    @Test
    void areClosedUnlessTheySayOtherwise() throws Exception {
        var caller = Caller.of(deployed).registered();
        var routes = Routes.all();
        assertThat(routes).extracting(Routes.Route::path).contains("agents/register", "session", "agents/{id}/series");

        var all = new SoftAssertions();
        for (var route : routes) {
            var path = route.filled();
            var body = route.hasBody() ? new byte[] {'{', '}'} : null;
            var nobody = caller.send(route.verb(), path, body).statusCode();
            var stranger = caller.send(route.verb(), path, body, "Authorization", "Bearer stranger")
                    .statusCode();
            if (route.isOpen()) {
                all.assertThat(nobody).as("%s", route).isNotIn(401, 403, 405);
                if (!path.endsWith("/none")) { // a token that nobody has
                    all.assertThat(nobody).as("%s", route).isNotEqualTo(404);
                }
            } else {
                all.assertThat(nobody).as("nobody: %s", route).isEqualTo(401);
            }
            all.assertThat(stranger).as("stranger: %s", route).isEqualTo(401);
        }
        all.assertAll();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "uptime/monitors/1/heartbeats?datacenter=fra%00",
                "agents?state=%00",
                "metrics/%00",
                "users/a%00b",
                "audit?who=%00&limit=5"
            })
    void aNulInAnAddressIsTheCallersMistake(String address) throws Exception {
        var caller = Caller.of(deployed).registered();

        var answer = caller.send("GET", address, null, "Authorization", Caller.asAdmin());

        assertThat(answer.statusCode()).as(answer.body()).isIn(400, 404);
        assertThat(answer.body()).doesNotContain("Our failure");
    }
}
