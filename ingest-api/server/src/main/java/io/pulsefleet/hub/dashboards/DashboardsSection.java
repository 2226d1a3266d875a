package io.pulsefleet.hub.dashboards;

import io.pulsefleet.hub.configuration.Section;
import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.http.Tree;
import io.pulsefleet.wire.RawJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The dashboards, known by their titles. */
@ApplicationScoped
class DashboardsSection implements Section {

    @Inject
    DashboardBook book;

    @Override
    public String name() {
        return "dashboards";
    }

    @Override
    public Object export() {
        return Tree.ofJson(RawJson.of(book.all().stream()
                                .map(DashboardView::dashboard)
                                .toList())
                        .text())
                .root();
    }

    @Override
    public List<Difference> apply(Tree part, How how) {
        var wanted = read(part);
        var there = new LinkedHashMap<String, DashboardView>();
        book.all().forEach(view -> there.put(view.title(), view));
        var differences = new ArrayList<Difference>();
        wanted.forEach((title, dashboard) -> put(there.get(title), dashboard, how, differences));
        if (how.prune()) {
            there.values().stream()
                    .filter(view -> !wanted.containsKey(view.title()))
                    .forEach(view -> {
                        differences.add(new Difference("dashboard", view.title(), "removed", List.of()));
                        if (!how.dryRun()) {
                            book.remove(view.id(), how.by());
                        }
                    });
        }
        return differences;
    }

    private static Map<String, Dashboard> read(Tree part) {
        var wrong = new Complaints();
        var wanted = new LinkedHashMap<String, Dashboard>();
        if (!(part.root() instanceof List<?> all)) {
            wrong.add("", "must be a list");
            wrong.end(part::line);
            return wanted;
        }
        for (int i = 0; i < all.size(); i++) {
            var field = "[" + i + "].";
            Reading.of(all.get(i), field, wrong)
                    .filter(dashboard -> wanted.put(dashboard.title(), dashboard) != null)
                    .ifPresent(dashboard -> wrong.add(field + "title", "is the second one that is called so"));
        }
        if (wanted.size() > DashboardBook.MOST) {
            wrong.add("", "must be at most " + DashboardBook.MOST);
        }
        wrong.end(part::line);
        return wanted;
    }

    private void put(DashboardView before, Dashboard dashboard, How how, List<Difference> differences) {
        var fields = before == null ? List.<String>of() : Unlike.fields(before.dashboard(), dashboard);
        if (before != null && fields.isEmpty()) {
            return;
        }
        differences.add(new Difference("dashboard", dashboard.title(), before == null ? "added" : "changed", fields));
        if (!how.dryRun()) {
            if (before == null) {
                book.add(dashboard, how.by());
            } else {
                book.change(before.id(), before.version(), dashboard, how.by());
            }
        }
    }
}
