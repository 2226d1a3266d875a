package io.pulsefleet.hub.retain;

import io.pulsefleet.hub.configuration.Section;
import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.http.Parts;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.http.Tree;
import io.pulsefleet.hub.retain.RetentionRules.PolicyView;
import io.pulsefleet.hub.retain.RetentionRules.RetentionBody;
import io.pulsefleet.wire.RawJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.Set;

/** The retention policies. Those that are named are all that there are. */
@ApplicationScoped
class RetentionSection implements Section {

    @Inject
    RetentionRules rules;

    @Override
    public String name() {
        return "retention";
    }

    @Override
    public Object export() {
        return Tree.ofJson(RawJson.of(rules.view().policies()).text()).root();
    }

    /** Policies are kept over a connection of their own. */
    @Override
    @Transactional(TxType.NOT_SUPPORTED)
    public List<Difference> apply(Tree part, How how) {
        var wrong = new Complaints();
        var wanted = Parts.list(part.root(), "", PolicyView.class, wrong);
        if (wrong.fields().isEmpty()) {
            check(wanted, wrong);
        }
        wrong.end(part::line);
        if (Set.copyOf(wanted).equals(Set.copyOf(rules.view().policies()))) {
            return List.of();
        }
        if (!how.dryRun()) {
            rules.replace(new RetentionBody(wanted), any -> {});
        }
        return List.of(new Difference("retention", "policies", "changed", List.of()));
    }

    private static void check(List<PolicyView> wanted, Complaints wrong) {
        try {
            RetentionRules.checked(wanted);
        } catch (WebApplicationException refused) {
            var problem = Problems.of(refused);
            wrong.add(problem.field().replaceFirst("^policies", ""), problem.detail());
        }
    }
}
