package io.pulsefleet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Every route that the hub has, found in its classes: closed to nobody's calls unless it says otherwise. */
@ArquillianTest
class RoutesIT {

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private record Route(String method, String path, boolean isOpen) {}

    @Test
    void areClosedUnlessTheySayOtherwise() throws Exception {
        var caller = Caller.of(deployed).registered();
        var routes = routes();
        assertThat(routes).extracting(Route::path).contains("agents/register", "session", "agents/{id}/series");

        var all = new SoftAssertions();
        for (var route : routes) {
            var path = route.path()
                    .replace("{id}", UUID.randomUUID().toString())
                    .replace("{segment}", "s-1")
                    .replace("{test}", UUID.randomUUID().toString())
                    .replace("{trial}", UUID.randomUUID().toString())
                    .replace("{job}", "none")
                    .replace("{target}", "main")
                    .replace("{queryid}", "1")
                    .replace("{kind}", "settings")
                    .replace("{key}", "none")
                    .replace("{monitor}", "1")
                    .replace("{window}", "1")
                    .replace("{token}", "none");
            var body =
                    Stream.of("POST", "PUT", "PATCH").anyMatch(route.method()::equals) ? new byte[] {'{', '}'} : null;
            var nobody = caller.send(route.method(), path, body).statusCode();
            var stranger = caller.send(route.method(), path, body, "Authorization", "Bearer stranger")
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

    private static List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (var type : new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("io.pulsefleet.hub")) {
            if (type.isAnnotatedWith(Path.class)) {
                for (var method : type.reflect().getMethods()) {
                    httpMethodOf(method).forEach(name -> routes.add(route(type.reflect(), method, name)));
                }
            }
        }
        return routes;
    }

    private static Stream<String> httpMethodOf(Method method) {
        return Stream.of(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(http -> http != null)
                .map(HttpMethod::value);
    }

    private static Route route(Class<?> type, Method method, String httpMethod) {
        var path = type.getAnnotation(Path.class).value();
        var below = method.getAnnotation(Path.class);
        return new Route(
                httpMethod,
                below == null ? path : path + "/" + below.value(),
                method.isAnnotationPresent(PermitAll.class));
    }
}
