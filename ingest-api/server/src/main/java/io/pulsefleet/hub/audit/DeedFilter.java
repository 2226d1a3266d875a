package io.pulsefleet.hub.audit;

import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Changes;
import io.pulsefleet.hub.access.Deed;
import io.pulsefleet.hub.access.Deed.Outcome;
import io.pulsefleet.wire.Problem;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Writes down what people and scripts change. Before the method is called it is noted that it was begun; before the
 * answer leaves, what came of it. An answer that cannot be put on record is taken back: whoever asked must not take for
 * known what is not.
 */
@Provider
@Priority(Priorities.USER)
public class DeedFilter implements ContainerRequestFilter, ContainerResponseFilter {

    private static final String BEGUN = DeedFilter.class.getName();

    @Context
    ResourceInfo resource;

    @Context
    HttpServletRequest servletRequest;

    @Inject
    AuditLog log;

    @Inject
    Changes changes;

    /**
     * What was noted before the method was called. The answer may leave on another thread, where nothing is known of the
     * request any more.
     */
    private record Begun(UUID id, Who who, String from, String action, String object, Changes.Noted changes) {

        Deed deed(Outcome outcome, String detail) {
            return new Deed(
                    who.name(), who.kind(), from, action, changes.object().orElse(object), outcome, detail);
        }
    }

    @Override
    public void filter(ContainerRequestContext request) {
        var caller = request.getSecurityContext().getUserPrincipal();
        var action = action();
        if (action.isEmpty() || caller == null) {
            return;
        }
        var who = Who.of(caller);
        var object = object(action.get(), request.getUriInfo());
        var from = servletRequest.getRemoteAddr();
        var id = log.begin(new Deed(who.name(), who.kind(), from, action.get(), object, Outcome.FAILED, ""));
        request.setProperty(BEGUN, new Begun(id, who, from, action.get(), object, changes.noted()));
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(BEGUN) instanceof Begun begun)) {
            return; // who was refused before is told of where that was found out
        }
        var outcome = outcomeOf(response.getStatus());
        try {
            if (outcome == Outcome.DONE && begun.changes().isNothing()) {
                log.forget(begun.id());
            } else {
                log.write(begun.deed(outcome, detail(begun, outcome, response)), Optional.of(begun.id()));
            }
        } catch (WebApplicationException unwritten) {
            replace(response, unwritten);
        }
    }

    private Optional<String> action() {
        var method = resource.getResourceMethod();
        return method == null
                ? Optional.empty()
                : Optional.ofNullable(method.getAnnotation(Audited.class)).map(Audited::value);
    }

    /** {@code monitor.change} of {@code {monitor}} is of {@code monitor/17}. */
    static String object(String action, UriInfo uri) {
        var thing = action.substring(0, action.lastIndexOf('.'));
        var ids = new TreeMap<>(uri.getPathParameters())
                .values().stream().map(values -> values.get(0)).collect(Collectors.joining("/"));
        return ids.isEmpty() ? "" : thing + "/" + ids;
    }

    private static Outcome outcomeOf(int status) {
        return switch (status) {
            case 401, 403, 429 -> Outcome.REFUSED;
            default -> status < 400 ? Outcome.DONE : Outcome.FAILED;
        };
    }

    /** What was changed; of what was not, why. */
    private static String detail(Begun begun, Outcome outcome, ContainerResponseContext response) {
        if (outcome == Outcome.DONE) {
            return begun.changes().detail();
        }
        return "{\"status\":" + response.getStatus() + "}";
    }

    private static void replace(ContainerResponseContext response, WebApplicationException unwritten) {
        var instead = unwritten.getResponse();
        response.setStatus(instead.getStatus());
        response.getHeaders().clear();
        instead.getHeaders().forEach((name, values) -> response.getHeaders().addAll(name, values));
        response.setEntity(instead.getEntity(), new Annotation[0], MediaType.valueOf(Problem.MEDIA_TYPE));
    }
}
