package io.pulsefleet.hub.views;

import io.pulsefleet.hub.configuration.Section;
import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.http.Parts;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.http.Tree;
import io.pulsefleet.store.views.SavedView;
import io.pulsefleet.store.views.SavedViews;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The views that are for all, known by their names. What people keep for themselves is theirs. */
@ApplicationScoped
class ViewsSection implements Section {

    @Inject
    SavedViews stored;

    record ViewEntry(String name, String address) {}

    @Override
    public String name() {
        return "views";
    }

    @Override
    public Object export() {
        return shared().values().stream().map(ViewsSection::entry).toList();
    }

    private Map<String, SavedView> shared() {
        var shared = new LinkedHashMap<String, SavedView>();
        stored.of("").stream().filter(SavedView::isShared).forEach(view -> shared.put(view.name(), view));
        return shared;
    }

    private static Map<String, Object> entry(SavedView view) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("name", view.name());
        entry.put("address", view.address());
        return entry;
    }

    @Override
    public List<Difference> apply(Tree part, How how) {
        var wanted = read(part);
        var there = shared();
        var differences = new ArrayList<Difference>();
        if (how.prune()) {
            there.values().stream()
                    .filter(view -> !wanted.containsKey(view.name()))
                    .forEach(view -> {
                        differences.add(new Difference("view", view.name(), "removed", List.of()));
                        if (!how.dryRun()) {
                            stored.remove(view.id());
                        }
                    });
        }
        wanted.forEach((name, address) -> put(there.get(name), name, address, how, differences));
        return differences;
    }

    /** Addresses by name. */
    private static Map<String, String> read(Tree part) {
        var wrong = new Complaints();
        var wanted = new LinkedHashMap<String, String>();
        var entries = Parts.list(part.root(), "", ViewEntry.class, wrong);
        for (int i = 0; i < entries.size(); i++) {
            var entry = entries.get(i);
            if (entry != null) {
                var field = "[" + i + "].";
                var own = new ViewForm(entry.name(), entry.address(), true).complaints();
                wrong.addNew(field, own);
                if (own.fields().isEmpty() && wanted.put(entry.name().strip(), entry.address()) != null) {
                    wrong.add(field + "name", "is the second one that is called so");
                }
            }
        }
        if (wanted.size() > ViewBook.MOST) {
            wrong.add("", "must be at most " + ViewBook.MOST);
        }
        wrong.end(part::line);
        return wanted;
    }

    private void put(SavedView before, String name, String address, How how, List<Difference> differences) {
        if (before != null && before.address().equals(address)) {
            return;
        }
        differences.add(new Difference(
                "view", name, before == null ? "added" : "changed", before == null ? List.of() : List.of("address")));
        if (!how.dryRun()) {
            var view = new SavedView(
                    before == null ? UUID.randomUUID() : before.id(),
                    null,
                    name,
                    address,
                    Instant.now().truncatedTo(ChronoUnit.MICROS),
                    how.by());
            if (before == null ? !stored.add(view) : !stored.change(view, before.changedAt())) {
                throw Problems.conflict(
                        "Somebody else changed the view '" + name + "' at the same time; apply it again.");
            }
        }
    }
}
