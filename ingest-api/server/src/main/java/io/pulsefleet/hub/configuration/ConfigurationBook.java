package io.pulsefleet.hub.configuration;

import io.pulsefleet.hub.configuration.Section.Difference;
import io.pulsefleet.hub.configuration.Section.How;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.http.Tree;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All that is configured at the hub as one document. Accounts, keys and tokens are no part of it, and of secrets it says at
 * most that there is one.
 */
@ApplicationScoped
public class ConfigurationBook {

    /** What stands later may be about what stands before; retention is stored by itself, so nothing may fail behind it. */
    private static final List<String> ORDER =
            List.of("hosts", "settings", "databases", "uptime", "dashboards", "views", "retention");

    private static final int MOST_UNKNOWN = 20;

    private static final Pattern LINE = Pattern.compile("^(line [0-9]+: )?");

    @Inject
    @Any
    Instance<Section> sections;

    @Inject
    AllOrNothing allOrNothing;

    /** @param applied whether it was done, and is not only what would be */
    public record Applied(boolean applied, List<Difference> changes) {}

    Map<String, Object> export() {
        var document = new LinkedHashMap<String, Object>();
        inOrder().forEach(section -> document.put(section.name(), section.export()));
        return document;
    }

    /** @throws WebApplicationException 400 with all that is wrong, each with its line; then nothing was changed */
    Applied apply(Tree tree, How how) {
        var wrong = new LinkedHashMap<String, String>();
        var changes = new ArrayList<Difference>();
        var parts = parts(tree, wrong);
        parts.forEach((section, part) -> {
            try {
                changes.addAll(section.apply(part, how.asDryRun()));
            } catch (WebApplicationException refused) {
                wrong.put(section.name(), told(section.name(), refused));
            }
        });
        if (!wrong.isEmpty()) {
            throw Problems.badField(String.join(", ", wrong.keySet()), String.join("; ", wrong.values()));
        }
        if (!how.dryRun()) {
            allOrNothing.apply(parts, how);
            parts.keySet().forEach(Section::stored);
        }
        return new Applied(!how.dryRun(), changes);
    }

    private Map<Section, Tree> parts(Tree tree, Map<String, String> wrong) {
        var parts = new LinkedHashMap<Section, Tree>();
        if (!(tree.root() instanceof Map<?, ?> document)) {
            wrong.put("", "must be an object; it has " + ORDER);
            return parts;
        }
        document.keySet().stream()
                .map(String::valueOf)
                .filter(name -> !ORDER.contains(name))
                .limit(MOST_UNKNOWN)
                .forEach(name ->
                        wrong.put(name, tree.line(name) + name + ": there is no such section; there are " + ORDER));
        inOrder().stream()
                .filter(section -> document.get(section.name()) != null)
                .forEach(section -> parts.put(section, tree.part(section.name())));
        return parts;
    }

    /** Beside the field stands its line, where it is known, and before it its section. */
    private static String told(String section, WebApplicationException refused) {
        var problem = Problems.of(refused);
        if (problem.status() >= 500) {
            throw refused;
        }
        var field = problem.field() == null ? "" : problem.field();
        if (field.contains(", ")) {
            return problem.detail();
        }
        var path = section + (field.isEmpty() || field.startsWith("[") ? "" : ".") + field;
        return LINE.matcher(problem.detail()).replaceFirst("$1" + Matcher.quoteReplacement(path + ": "));
    }

    private List<Section> inOrder() {
        return sections.stream()
                .sorted(Comparator.comparingInt(section -> ORDER.indexOf(section.name())))
                .toList();
    }
}
