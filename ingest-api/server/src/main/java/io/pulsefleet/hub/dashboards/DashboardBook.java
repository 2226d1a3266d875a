package io.pulsefleet.hub.dashboards;

import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.http.Tree;
import io.pulsefleet.store.dashboards.Dashboards;
import io.pulsefleet.store.dashboards.StoredDashboard;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Problem;
import io.pulsefleet.wire.RawJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Adds, changes and removes dashboards; of two who change one, the second is told what the first did. */
@ApplicationScoped
class DashboardBook {

    static final int MOST = 500;

    private static final Logger LOG = System.getLogger(DashboardBook.class.getName());

    @Inject
    Dashboards stored;

    /** By title. */
    List<DashboardView> all() {
        return stored.all().stream().map(DashboardBook::view).toList();
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    DashboardView find(long id) {
        return stored.find(id)
                .map(DashboardBook::view)
                .orElseThrow(() -> Problems.notFound("There is no dashboard " + id + "."));
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong, 409 when the title is taken */
    DashboardView add(Dashboard dashboard, String by) {
        dashboard.complaints().end();
        if (stored.all().size() >= MOST) {
            throw Problems.conflict("There are " + MOST + " dashboards, and more there cannot be. Remove some.");
        }
        var id = stored.add(row(0, dashboard, 0, by)).orElseThrow(() -> taken(dashboard.title()));
        LOG.log(Level.INFO, "{0} added the dashboard ''{1}''.", by, dashboard.title());
        return find(id);
    }

    /**
     * @param version that was looked at
     * @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong, 404, 409 when the title is taken, 412 when it
     *     was changed meanwhile
     */
    DashboardView change(long id, int version, Dashboard dashboard, String by) {
        dashboard.complaints().end();
        var before = find(id);
        switch (stored.change(row(id, dashboard, version, by))) {
            case CHANGED -> LOG.log(Level.INFO, "{0} changed the dashboard ''{1}''.", by, before.title());
            case TAKEN -> throw taken(dashboard.title());
            case OUTDATED -> throw changedMeanwhile(find(id), dashboard);
        }
        return find(id);
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    void remove(long id, String by) {
        if (!stored.remove(id)) {
            throw Problems.notFound("There is no dashboard " + id + ".");
        }
        LOG.log(Level.INFO, "{0} removed the dashboard {1}.", by, id);
    }

    DashboardFile export(long id) {
        return new DashboardFile(DashboardFile.FORMAT, RawJson.of(find(id).dashboard()));
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong, each with its path */
    Dashboard read(DashboardFile file) {
        var wrong = new Complaints();
        if (file.format() == null || file.format() != DashboardFile.FORMAT) {
            wrong.add("format", "must be " + DashboardFile.FORMAT + ", the only one that this hub knows");
            wrong.end();
        }
        var written = file.dashboard() == null
                ? null
                : Tree.ofJson(file.dashboard().text()).root();
        var dashboard = Reading.of(written, "dashboard.", wrong);
        dashboard
                .filter(one ->
                        stored.all().stream().anyMatch(other -> other.title().equals(one.title())))
                .ifPresent(one -> wrong.add("dashboard.title", titleTaken(one.title())));
        wrong.end();
        return dashboard.orElseThrow();
    }

    private static RuntimeException taken(String title) {
        return Problems.exception(Problem.ofField(409, "Conflict", "title", titleTaken(title)));
    }

    private static String titleTaken(String title) {
        return "there is a dashboard '" + title + "' already; give this one another title";
    }

    private static RuntimeException changedMeanwhile(DashboardView there, Dashboard yours) {
        var unlike = Unlike.between(there.dashboard(), yours);
        var detail = "%s changed it meanwhile; it is at version %d. %s Send If-Match: %d if yours is to stand."
                .formatted(
                        there.changedBy(),
                        there.version(),
                        unlike.isEmpty() ? "It is as yours." : "What differs: " + String.join("; ", unlike) + ".",
                        there.version());
        return Problems.exception(Problem.of(412, "Changed meanwhile", detail));
    }

    private static StoredDashboard row(long id, Dashboard dashboard, int version, String by) {
        return new StoredDashboard(
                id,
                dashboard.title(),
                dashboard.description(),
                RawJson.of(dashboard.charts()).text(),
                version,
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                by);
    }

    private static DashboardView view(StoredDashboard row) {
        try {
            return new DashboardView(
                    row.id(),
                    row.title(),
                    row.description(),
                    List.of(Json.read(row.charts().getBytes(StandardCharsets.UTF_8), Chart[].class)),
                    row.version(),
                    row.changedAt(),
                    row.changedBy());
        } catch (IOException ourBug) {
            throw new IllegalStateException("the dashboard " + row.id() + " cannot be read", ourBug);
        }
    }
}
