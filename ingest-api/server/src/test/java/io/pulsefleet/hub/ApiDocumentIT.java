package io.pulsefleet.hub;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.hub.Routes.Route;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** The document that the hub serves of its REST API, beside the routes that it has. */
@ArquillianTest
class ApiDocumentIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of those that say nothing but their status. */
    private static final Set<String> WITHOUT_BODY = Set.of("POST hub/jobs/{job}", "POST hub/jobs/{job}/stop");

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    @Test
    void itHasTheRoutesThatThereAreAndNoOthers() throws Exception {
        var document = document();
        var described = document.get("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .filter(operation -> operation.getValue().has("responses"))
                        .map(operation -> operation.getKey().toUpperCase(Locale.ROOT)
                                + path.getKey().replace("/v1/", " ")))
                .collect(toSet());

        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(
                        Routes.all().stream().map(ApiDocumentIT::shown).collect(toSet()));
    }

    @Test
    void eachSaysWhatItIsForWhatItTakesAndHowItAnswers() throws Exception {
        var document = document();
        var all = new SoftAssertions();
        for (var route : Routes.all()) {
            var operation = operation(document, route);
            all.assertThat(operation.path("summary").asText()).as("%s", route).isNotBlank();
            all.assertThat(parameters(operation, "path"))
                    .as("%s", route)
                    .containsExactlyInAnyOrderElementsOf(names(route, PathParam.class));
            all.assertThat(parameters(operation, "query")).as("%s", route).containsAll(names(route, QueryParam.class));
            var answers = operation.get("responses");
            all.assertThat(statuses(answers)).as("%s", route).containsAll(usual(route));
            answers.properties()
                    .forEach(answer -> all.assertThat(mistake(route, answer.getKey(), answer.getValue()))
                            .as("%s %s", route, answer.getKey())
                            .isEmpty());
        }
        all.assertAll();
    }

    @Test
    void eachSaysWhoMayCallItAndHowOneSaysWhoOneIs() throws Exception {
        var document = document();
        var all = new SoftAssertions();
        for (var route : Routes.all()) {
            var operation = operation(document, route);
            var roles = new ArrayList<String>();
            operation.path("x-roles").forEach(role -> roles.add(role.asText()));
            all.assertThat(roles).as("%s", route).containsExactlyInAnyOrderElementsOf(route.roles());
            all.assertThat(operation.path("security").findValues("token"))
                    .as("%s: a scheme that is not OAuth has no scopes", route)
                    .allMatch(JsonNode::isEmpty);
            all.assertThat(operation.path("security").size()).as("%s", route).isEqualTo(route.isOpen() ? 0 : 4);
        }
        all.assertAll();
        assertThat(document.at("/components/securitySchemes").properties().stream()
                        .map(scheme -> scheme.getKey()))
                .containsExactlyInAnyOrder("token", "key", "password", "session");
    }

    @Test
    void whatItRefersToIsThere() throws Exception {
        var document = document();

        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    /** Errors are problems; what is JSON has a schema. Empty: it is so. */
    private static String mistake(Route route, String status, JsonNode answer) {
        if (answer.path("description").asText().isBlank()) {
            return "has no description";
        }
        if (status.matches("[45]..")) {
            return answer.at("/content/application~1problem+json/schema/$ref")
                            .asText()
                            .equals("#/components/schemas/Problem")
                    ? ""
                    : "is no problem";
        }
        var answersJson = answersJson(route) && status.matches("20[0-3]") && !WITHOUT_BODY.contains(route.toString());
        return !answersJson
                        || answer.path("content").properties().stream()
                                .anyMatch(content ->
                                        !content.getValue().path("schema").isEmpty())
                ? ""
                : "has no schema";
    }

    private static boolean answersJson(Route route) {
        var own = route.method().getAnnotation(Produces.class);
        var type = own == null ? route.method().getDeclaringClass().getAnnotation(Produces.class) : own;
        return type != null && List.of(type.value()).contains(MediaType.APPLICATION_JSON);
    }

    private static Set<String> usual(Route route) {
        var success = route.isOpen() ? Stream.<String>of() : Stream.of("401", "403");
        return Stream.concat(success, route.path().contains("{id}") ? Stream.of("404") : Stream.of())
                .collect(toSet());
    }

    private static List<String> statuses(JsonNode answers) {
        var statuses = new ArrayList<String>();
        answers.fieldNames().forEachRemaining(statuses::add);
        assertThat(statuses).as("%s", answers).anyMatch(status -> status.matches("2..|101"));
        return statuses;
    }

    private static List<String> parameters(JsonNode operation, String in) {
        return StreamSupport.stream(operation.path("parameters").spliterator(), false)
                .filter(parameter -> parameter.path("in").asText().equals(in))
                .map(parameter -> parameter.path("name").asText())
                .toList();
    }

    private static List<String> names(Route route, Class<?> kind) {
        return Stream.of(route.method().getParameters())
                .map(parameter -> kind == PathParam.class
                        ? parameter.getAnnotation(PathParam.class) == null
                                ? null
                                : parameter.getAnnotation(PathParam.class).value()
                        : parameter.getAnnotation(QueryParam.class) == null
                                ? null
                                : parameter.getAnnotation(QueryParam.class).value())
                .filter(Objects::nonNull)
                .toList();
    }

    private static JsonNode operation(JsonNode document, Route route) {
        return document.get("paths")
                .path("/v1/" + shown(route).substring(route.verb().length() + 1))
                .path(route.verb().toLowerCase(Locale.ROOT));
    }

    private static String shown(Route route) {
        return route.toString().replaceAll("\\{(\\w+):[^}]*}", "{$1}");
    }

    private JsonNode document() throws IOException, InterruptedException {
        var answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(deployed.resolve("/openapi?format=JSON"))
                                .build(),
                        BodyHandlers.ofString());
        return JSON.readTree(answer.body());
    }
}
