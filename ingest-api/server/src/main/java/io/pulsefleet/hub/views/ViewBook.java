package io.pulsefleet.hub.views;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Reach;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.views.SavedView;
import io.pulsefleet.store.views.SavedViews;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Keeps views.
 *
 * <p>(1) What somebody saves for itself nobody else sees. (2) What is for all is seen by whoever sees the whole fleet, as its
 * address may name any host, and is changed by operators of the whole fleet. (3) An API key has none of its own.
 */
@ApplicationScoped
public class ViewBook {

    static final int MOST = 500;

    @Inject
    SavedViews stored;

    @Inject
    Reach reach;

    /**
     * A view as it is answered.
     *
     * @param shared whether it is for all
     */
    public record ViewView(UUID id, String name, String address, boolean shared, Instant changedAt, String changedBy) {

        static ViewView of(SavedView view) {
            return new ViewView(
                    view.id(), view.name(), view.address(), view.isShared(), view.changedAt(), view.changedBy());
        }
    }

    List<ViewView> all(SecurityContext who) {
        return seen(who).stream().map(ViewView::of).toList();
    }

    private List<SavedView> seen(SecurityContext who) {
        return stored.of(nameOf(who)).stream()
                .filter(view -> view.isShared() ? reach.isWholeFleet() : isUser(who))
                .toList();
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    ViewView get(UUID id, SecurityContext who) {
        return ViewView.of(find(id, who));
    }

    private SavedView find(UUID id, SecurityContext who) {
        return seen(who).stream()
                .filter(view -> view.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problems.notFound("There is no view " + id + "."));
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong, 403, 409 when the name is taken */
    ViewView add(ViewForm form, SecurityContext who) {
        form.complaints().end();
        refuseOthers(form.isShared(), who);
        if (seen(who).size() >= MOST) {
            throw Problems.conflict("There are " + MOST + " views already, and these are the most. Remove some.");
        }
        var view = view(UUID.randomUUID(), form, who);
        if (!stored.add(view)) {
            throw taken(form);
        }
        return ViewView.of(view);
    }

    /**
     * @param still is given what is there, and throws where that is another than the caller has seen
     * @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong, 403, 404, 409 when the name is taken
     */
    ViewView change(UUID id, ViewForm given, SecurityContext who, Consumer<ViewView> still) {
        var before = find(id, who);
        var form = given.over(before);
        form.complaints().end();
        refuseOthers(before.isShared(), who);
        refuseOthers(form.isShared(), who);
        still.accept(ViewView.of(before));
        var view = view(id, form, who);
        if (!stored.change(view, before.changedAt())) {
            throw find(id, who).changedAt().equals(before.changedAt())
                    ? taken(form)
                    : Problems.conflict("Somebody else changed it at the same time; look at it again.");
        }
        return ViewView.of(view);
    }

    /** @throws jakarta.ws.rs.WebApplicationException 403, 404 */
    void remove(UUID id, SecurityContext who) {
        refuseOthers(find(id, who).isShared(), who);
        stored.remove(id);
    }

    private void refuseOthers(boolean isShared, SecurityContext who) {
        if (isShared && !(who.isUserInRole(Caller.OPERATOR) && reach.isWholeFleet())) {
            throw Problems.forbidden("What is for all is kept by operators and admins who may see the whole fleet.");
        }
        if (!isShared && !isUser(who)) {
            throw Problems.forbidden("An API key has no views of its own; say \"shared\": true.");
        }
    }

    private static boolean isUser(SecurityContext who) {
        return who.getUserPrincipal() instanceof Caller.User;
    }

    private static SavedView view(UUID id, ViewForm form, SecurityContext who) {
        return new SavedView(
                id,
                form.isShared() ? null : nameOf(who),
                form.name().strip(),
                form.address(),
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                nameOf(who));
    }

    private static String nameOf(SecurityContext who) {
        return who.getUserPrincipal().getName();
    }

    private static RuntimeException taken(ViewForm form) {
        return Problems.conflict("There is a view '" + form.name().strip() + "' already; give this one another name.");
    }
}
