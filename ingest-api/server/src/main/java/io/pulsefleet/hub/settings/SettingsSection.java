package io.pulsefleet.hub.settings;

import io.pulsefleet.hub.configuration.HostNames;
import io.pulsefleet.hub.configuration.HostNames.Known;
import io.pulsefleet.hub.configuration.Section;
import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.http.Tree;
import io.pulsefleet.hub.settings.SettingsBook.LayerForm;
import io.pulsefleet.hub.settings.SettingsViews.LayerView;
import io.pulsefleet.wire.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The layers of settings: {@code global}, {@code group/web}, {@code host/web-1}. One that is named is all of that layer. */
@ApplicationScoped
class SettingsSection implements Section {

    private static final String HOST = "host/";

    @Inject
    SettingsBook book;

    @Inject
    Releases releases;

    @Inject
    HostNames names;

    @Override
    public String name() {
        return "settings";
    }

    @Override
    public Object export() {
        var hosts = names.now();
        var layers = new TreeMap<String, Object>();
        book.overview().layers().stream()
                .filter(layer -> !layer.settings().isEmpty())
                .forEach(layer -> layers.put(shown(layer.layer(), hosts), new TreeMap<>(layer.settings())));
        return layers;
    }

    private static String shown(String layer, Known hosts) {
        return layer.startsWith(HOST) ? HOST + hosts.nameOf(UUID.fromString(layer.substring(HOST.length()))) : layer;
    }

    @Override
    public List<Difference> apply(Tree part, How how) {
        var wrong = new Complaints();
        var differences = new ArrayList<Difference>();
        var named = new HashSet<String>();
        if (part.root() instanceof Map<?, ?> layers) {
            layers.forEach((name, settings) -> layer(String.valueOf(name), wrong)
                    .ifPresent(layer -> {
                        if (!named.add(layer.name())) {
                            wrong.add(String.valueOf(name), "is the second one of this host");
                        }
                        put(String.valueOf(name), layer, settings, how, differences, wrong);
                    }));
        } else {
            wrong.add("", "must be an object: global, group/..., host/...");
        }
        if (how.prune()) {
            var hosts = names.now();
            book.overview().layers().stream()
                    .filter(layer -> !layer.settings().isEmpty() && !named.contains(layer.layer()))
                    .map(LayerView::layer)
                    .forEach(layer -> put(shown(layer, hosts), new Layer(layer), Map.of(), how, differences, wrong));
        }
        wrong.end(part::line);
        return differences;
    }

    private Optional<Layer> layer(String name, Complaints wrong) {
        if (name.startsWith(HOST)) {
            return names.now().find(name.substring(HOST.length()), name, wrong).map(id -> new Layer(HOST + id));
        }
        if (!name.equals("global") && !name.startsWith("group/")) {
            wrong.add(name, "there is no such layer; there are global, group/... and host/...");
            return Optional.empty();
        }
        try {
            return Optional.of(Layer.of(name));
        } catch (WebApplicationException refused) {
            wrong.add(name, Problems.of(refused).detail());
            return Optional.empty();
        }
    }

    private void put(String name, Layer layer, Object given, How how, List<Difference> differences, Complaints wrong) {
        var settings = new LinkedHashMap<String, String>();
        if (!(given instanceof Map<?, ?> all)) {
            wrong.add(name, "must be an object of names and values");
            return;
        }
        all.forEach((setting, value) -> settings.put(
                String.valueOf(setting),
                value instanceof Map || value instanceof List || value == null ? "" : value.toString()));
        try {
            var before = book.layer(layer);
            var outlook = book.put(
                    layer,
                    new LayerForm(settings, "applied as a document"),
                    before.version(),
                    how.dryRun(),
                    true,
                    how.by());
            if (!outlook.changes().isEmpty()) {
                differences.add(new Difference(
                        "settings",
                        name,
                        before.settings().isEmpty() ? "added" : settings.isEmpty() ? "removed" : "changed",
                        outlook.changes().stream().map(Change::name).toList()));
            }
        } catch (WebApplicationException refused) {
            tell(name, Problems.of(refused), wrong);
        }
    }

    /** Each setting by itself, for it has a line of its own. */
    private static void tell(String layer, Problem problem, Complaints wrong) {
        if (problem.field() == null || problem.field().isEmpty()) {
            wrong.add(layer, problem.detail());
            return;
        }
        for (var mistake : problem.detail().split("; (?=[a-z.]+: )", -1)) {
            var colon = mistake.indexOf(": ");
            wrong.add(
                    layer + "." + (colon < 0 ? problem.field() : mistake.substring(0, colon)),
                    colon < 0 ? mistake : mistake.substring(colon + 2));
        }
    }

    @Override
    public void stored() {
        releases.refresh();
    }
}
