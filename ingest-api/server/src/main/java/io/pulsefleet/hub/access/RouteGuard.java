package io.pulsefleet.hub.access;

import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.wire.Problem;
import jakarta.annotation.Priority;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;

/** Closed by default: lets through whom the method names, and an agent only to what is its own. */
@Provider
@Priority(Priorities.AUTHORIZATION)
public class RouteGuard implements ContainerRequestFilter {

    @Context
    ResourceInfo resource;

    @Context
    HttpServletRequest servletRequest;

    @Inject
    Reach reach;

    @Inject
    Refusals refusals;

    @Override
    public void filter(ContainerRequestContext request) {
        var method = resource.getResourceMethod();
        if (method.isAnnotationPresent(PermitAll.class)) {
            return;
        }
        var caller = (Caller) request.getSecurityContext().getUserPrincipal();
        if (caller == null) {
            request.abortWith(unauthorized("Show a token, or sign in."));
        } else if (rolesOf(method).stream().noneMatch(caller::has)) {
            refuse(request, caller, whyNot(caller));
        } else if (!caller.groups().areAll()) {
            guardHosts(request, method, caller);
        } else if (caller instanceof Caller.Agent agent && !isItsOwn(agent, request)) {
            refuse(request, caller, "An agent may act for itself only: its id is " + agent.id() + ".");
        }
    }

    /** Of hosts out of reach it says what it says of those that do not exist. */
    private void guardHosts(ContainerRequestContext request, Method method, Caller caller) {
        if (AgentInPath.isIn(AgentInPath.template(resource))) {
            AgentInPath.of(request.getUriInfo().getPathParameters())
                    .filter(agent -> !reach.includes(agent))
                    .ifPresent(agent -> request.abortWith(
                            Problems.answer(Problem.of(404, "Not found", "There is no agent " + agent + "."))));
        } else if (!method.isAnnotationPresent(Narrowed.class)) {
            refuse(
                    request,
                    caller,
                    "This concerns the whole fleet, and you may see hosts of some groups only: "
                            + String.join(", ", caller.groups().list()) + ".");
        }
    }

    private void refuse(ContainerRequestContext request, Caller caller, String why) {
        request.abortWith(forbidden(why));
        refusals.rights(
                caller,
                servletRequest.getRemoteAddr(),
                request.getMethod(),
                request.getUriInfo().getPath(),
                why);
    }

    private static String whyNot(Caller caller) {
        return caller instanceof Caller.Sender sender
                ? "This is not for the API key '" + sender.name() + "': it may be used as "
                        + String.join(", ", new TreeSet<>(sender.roles())) + "."
                : "This is not for the role '" + caller.role() + "'.";
    }

    static Response unauthorized(String detail) {
        return Response.fromResponse(Problems.answer(Problem.of(401, "Who are you?", detail)))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"PulseFleet\"")
                .build();
    }

    /** Names the roles of a method; a method that says nothing has none. */
    static Set<String> rolesOf(Method method) {
        var roles = method.getAnnotation(RolesAllowed.class);
        return roles == null ? Set.of() : Set.of(roles.value());
    }

    private static Response forbidden(String detail) {
        return Problems.answer(Problem.of(403, "Not allowed", detail));
    }

    private static boolean isItsOwn(Caller.Agent agent, ContainerRequestContext request) {
        var id = request.getUriInfo().getPathParameters().getFirst("id");
        return id == null || id.equalsIgnoreCase(agent.id().toString());
    }
}
