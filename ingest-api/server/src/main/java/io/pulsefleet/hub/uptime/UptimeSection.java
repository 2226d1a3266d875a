package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.configuration.Section;
import io.pulsefleet.hub.http.Tree;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** All that is said of uptime, as {@code uptime/document} has it. */
@ApplicationScoped
class UptimeSection implements Section {

    @Inject
    DocumentBook documents;

    @Override
    public String name() {
        return "uptime";
    }

    @Override
    public Object export() {
        return documents.withoutEmpty();
    }

    @Override
    public List<Difference> apply(Tree part, How how) {
        return documents.apply(Paper.of(part), how.dryRun(), how.prune(), how.by()).changes().stream()
                .map(one -> new Difference(one.what(), one.name(), one.change(), one.fields()))
                .toList();
    }
}
