package io.pulsefleet.hub.configuration;

import io.pulsefleet.hub.configuration.Section.How;
import io.pulsefleet.hub.http.Tree;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;

/** Stores a whole document, or nothing of it. */
@ApplicationScoped
class AllOrNothing {

    @Transactional
    public void apply(Map<Section, Tree> parts, How how) {
        parts.forEach((section, part) -> section.apply(part, how));
    }
}
