package io.pulsefleet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.hub.Routes.Route;
import io.pulsefleet.hub.access.AgentInPath;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Narrowed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Who may call what (SP-13). A route that says nothing fails here, and so does one that lets others in than the page says:
 * {@code mvn test -Dreference.write=true} writes it anew, and a reader of the change sees who may do what now.
 */
class RoutesTest {

    private static final Path PAGE = Path.of("../../docs/reference/routes.md");

    @Test
    void eachSaysWhoMayCallIt() {
        assertThat(Routes.all())
                .filteredOn(route -> !route.isOpen() && route.roles().isEmpty())
                .isEmpty();
    }

    @Test
    void theseAreOpenToEverybodyAndNoOthers() {
        assertThat(Routes.all().stream().filter(Route::isOpen).map(Route::toString))
                .containsExactly(
                        "GET about",
                        "POST agents/enrol", // with a join token in its body
                        "GET authority",
                        "GET push/{token}",
                        "POST push/{token}",
                        "GET ready",
                        "DELETE session",
                        "POST session",
                        "GET status",
                        "GET status/badges/{key}",
                        "GET status/page");
    }

    @Test
    void whoseLimitsAreGroupsCannotSetUpTheFleet() {
        assertThat(Routes.all().stream()
                        .filter(route -> route.method().isAnnotationPresent(Narrowed.class))
                        .filter(Route::changesSomething)
                        .map(Route::toString))
                .containsExactly(
                        "POST batch-servers/{server}/executions/{id:[0-9]+}/restart", // of servers in their groups
                        "POST batch-servers/{server}/executions/{id:[0-9]+}/stop",
                        "DELETE batch-servers/{server}/instances/{id:[0-9]+}",
                        "POST batch-servers/{server}/jobs",
                        "DELETE commands/{id}",
                        "DELETE session/all/{session}",
                        "PUT session/password",
                        "POST unpack",
                        "POST views", // one's own
                        "DELETE views/{id}",
                        "PATCH views/{id}");
    }

    @Test
    void whoSeesChangesNothing() {
        assertThat(Routes.all().stream()
                        .filter(route ->
                                route.changesSomething() && route.roles().contains("viewer"))
                        .map(Route::toString))
                .containsExactly(
                        "POST agents/{id}/commands", // each command names the role that it needs
                        "POST commands",
                        "DELETE commands/{id}",
                        "DELETE session/all/{session}", // one's own
                        "PUT session/password",
                        "POST views", // one's own, too
                        "DELETE views/{id}",
                        "PATCH views/{id}");
    }

    @Test
    void thePageIsCurrent() throws Exception {
        var page = page();
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static String page() {
        return """
                <!-- Written by RoutesTest with -Dreference.write=true. -->
                # The hub's routes

                All below `/api/v1`. The least role that may call each: a viewer sees, an operator also runs what is set up,
                an admin also sets up. `agent`, `joiner` and the senders are programs, each by its own key. *Everybody*
                needs no key.

                Whoever may see hosts of some groups only calls what is about a *host* for these hosts, finds only these in
                a *list*, and may call nothing else.

                | route | may be called by | limited to groups |
                |---|---|---|
                """
                + Routes.all().stream()
                        .map(route -> "| `" + shown(route) + "` | " + mayCall(route) + " | " + limited(route) + " |\n")
                        .distinct()
                        .collect(Collectors.joining());
    }

    /** Without the pattern that a part of the path must match. */
    private static String shown(Route route) {
        return route.toString().replaceAll("\\{(\\w+):[^}]*}", "{$1}");
    }

    private static String mayCall(Route route) {
        return route.isOpen() ? "*everybody*" : String.join(", ", route.roles());
    }

    private static String limited(Route route) {
        if (route.isOpen() || route.roles().stream().noneMatch(Caller.RANKS::contains)) {
            return "";
        }
        if (AgentInPath.isIn(route.path())) {
            return "host";
        }
        return route.method().isAnnotationPresent(Narrowed.class) ? "list" : "no";
    }
}
