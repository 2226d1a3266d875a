package io.pulsefleet.hub;

import io.pulsefleet.wire.Problem;
import jakarta.annotation.security.RolesAllowed;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * What holds for all routes alike, written into the document of the REST API once: who may call each, how a caller says who
 * it is, and how it is refused. What a resource says itself stays.
 */
public class ApiDocument implements OASFilter {

    private static final String ROLES = "x-roles";

    private static final List<String> SCHEMES = List.of("token", "key", "password", "session");

    private static final String PROBLEM = "Problem";

    private enum Refusal {
        WRONG(400, "What was sent is wrong: what it is, and of which field"),
        NOBODY(401, "Nobody says who calls, or not truthfully"),
        NOT_ALLOWED(403, "The caller may not do this: which role may"),
        NOT_THERE(404, "There is no such thing, or the caller may not see it");

        private final int status;
        private final String meaning;

        Refusal(int status, String meaning) {
            this.status = status;
            this.meaning = meaning;
        }
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents()
                .addSchema(PROBLEM, problem())
                .addSecurityScheme(
                        "token",
                        http(
                                "bearer",
                                "An API key, or an agent's own token; hosts that have joined show their certificate instead"))
                .addSecurityScheme("key", header("X-API-Key", "An API key"))
                .addSecurityScheme(
                        "password", http("basic", "User and password; over HTTPS, or from the hub's own host"))
                .addSecurityScheme("session", cookie());
        document.getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations().forEach((method, operation) -> complete(path, method, operation)));
    }

    private static void complete(String path, HttpMethod method, Operation operation) {
        roles(operation.getOperationId()).ifPresent(roles -> {
            operation.addExtension(ROLES, roles); // scopes, as schemes of OAuth have them, these schemes may not have
            operation.setDescription(
                    sentence(operation.getDescription()) + "May be called by: " + String.join(", ", roles) + ".");
            add(operation, Refusal.NOBODY);
            add(operation, Refusal.NOT_ALLOWED);
            for (var scheme : SCHEMES) {
                operation.addSecurityRequirement(
                        OASFactory.createSecurityRequirement().addScheme(scheme));
            }
        });
        if (operation.getRequestBody() != null
                || (operation.getParameters() != null
                        && !operation.getParameters().isEmpty())) {
            add(operation, Refusal.WRONG);
        }
        if (path.contains("{") && !makes(path, method)) {
            add(operation, Refusal.NOT_THERE);
        }
        operation.setOperationId(operation.getOperationId().replaceFirst("^.*\\.([A-Za-z]+)Resource_", "$1."));
        operation.getResponses().getAPIResponses().forEach((status, response) -> {
            if (status.matches("[45]..") && response.getContent() == null) {
                response.setContent(aProblem());
            }
        });
    }

    /** As the method says; empty: it is open to everybody. */
    private static Optional<List<String>> roles(String method) {
        return Optional.ofNullable(find(method).getAnnotation(RolesAllowed.class))
                .map(roles -> List.of(roles.value()));
    }

    /** @param id class and method, as the server names operations where {@code operationIdStrategy} says so */
    private static Method find(String id) {
        var split = id.lastIndexOf('_');
        try {
            return Stream.of(Class.forName(id.substring(0, split), false, ApiDocument.class.getClassLoader())
                            .getMethods())
                    .filter(method -> method.getName().equals(id.substring(split + 1)))
                    .filter(method -> !method.isBridge())
                    .findFirst()
                    .orElseThrow();
        } catch (ClassNotFoundException unknown) {
            throw new IllegalStateException("no resource for the operation " + id, unknown);
        }
    }

    private static String sentence(String description) {
        if (description == null || description.isBlank()) {
            return "";
        }
        return description.strip() + (description.strip().endsWith(".") ? " " : ". ");
    }

    /** What has a key is made where it is not there. */
    private static boolean makes(String path, HttpMethod method) {
        return method == HttpMethod.PUT && path.endsWith("{key}");
    }

    private static void add(Operation operation, Refusal refusal) {
        var status = Integer.toString(refusal.status);
        if (!operation.getResponses().hasAPIResponse(status)) {
            operation.getResponses().addAPIResponse(status, response(refusal));
        }
    }

    private static APIResponse response(Refusal refusal) {
        return OASFactory.createAPIResponse().description(refusal.meaning).content(aProblem());
    }

    private static Content aProblem() {
        return OASFactory.createContent()
                .addMediaType(
                        Problem.MEDIA_TYPE,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref(PROBLEM)));
    }

    private static Schema problem() {
        return OASFactory.createSchema()
                .addType(SchemaType.OBJECT)
                .description("What went wrong (RFC 9457).")
                .properties(Map.of(
                        "type", text("about:blank, or one of urn:pulsefleet:..."),
                        "title", text("In a word"),
                        "status", OASFactory.createSchema().addType(SchemaType.INTEGER),
                        "detail", text("A sentence for people: what, and what to do"),
                        "field", text("The part of the body that is wrong; left out where it is not about a part"),
                        "sets",
                                OASFactory.createSchema()
                                        .addType(SchemaType.ARRAY)
                                        .items(text("A hash of a metric set that the hub does not know"))));
    }

    private static Schema text(String meaning) {
        return OASFactory.createSchema().addType(SchemaType.STRING).description(meaning);
    }

    private static SecurityScheme http(String scheme, String meaning) {
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme(scheme)
                .description(meaning);
    }

    private static SecurityScheme header(String name, String meaning) {
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.APIKEY)
                .in(SecurityScheme.In.HEADER)
                .name(name)
                .description(meaning);
    }

    private static SecurityScheme cookie() {
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.APIKEY)
                .in(SecurityScheme.In.COOKIE)
                .name("__Host-pulse_session_9443")
                .description(
                        "As POST session gives it; its name ends with the port, and begins with __Host- over HTTPS");
    }
}
