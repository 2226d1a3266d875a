package io.pulsefleet.hub.access;

import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Which routes are about one host, whose id is in their path. */
public final class AgentInPath {

    private static final Pattern ROUTES =
            Pattern.compile("(retention/)?agents/\\{id}(/.*)?|databases/\\{id}/\\{target}(/.*)?");

    private AgentInPath() {}

    /** @param template as {@code agents/{id}/runs} */
    public static boolean isIn(String template) {
        return ROUTES.matcher(template).matches();
    }

    /** Empty: what stands there is no id, which the route refuses itself. */
    static Optional<UUID> of(MultivaluedMap<String, String> parameters) {
        try {
            return Optional.of(UUID.fromString(parameters.getFirst("id")));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    static String template(ResourceInfo resource) {
        var above = resource.getResourceMethod()
                .getDeclaringClass()
                .getAnnotation(Path.class)
                .value();
        var below = resource.getResourceMethod().getAnnotation(Path.class);
        return below == null ? above : above + "/" + below.value();
    }
}
