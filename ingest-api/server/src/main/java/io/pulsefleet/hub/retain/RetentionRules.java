package io.pulsefleet.hub.retain;

import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.history.Kind;
import io.pulsefleet.store.history.Policies;
import io.pulsefleet.store.history.Policy;
import io.pulsefleet.store.history.Retention;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** The retention policies, as they are asked for and told. */
@ApplicationScoped
public class RetentionRules {

    private static final int MOST = 1_000;
    private static final int MOST_DAYS = 36_500;
    private static final String NAME = "[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,62}";

    @Inject
    Policies policies;

    @Inject
    Retention retention;

    /** @param keepDays 0: not at all */
    public record PolicyView(String group, String kind, Integer keepDays) {}

    /** What is sent. */
    public record RetentionBody(List<PolicyView> policies) {

        public RetentionBody {
            policies = policies == null ? List.of() : policies;
        }
    }

    /** @param groups how many agents are in each */
    public record RetentionView(List<PolicyView> policies, Map<String, Integer> groups) {}

    /** @param way DROP a partition, DELETE rows of one */
    public record RemovalView(String table, String way, List<String> what, long rows, long bytes) {}

    /** What would go. */
    public record RemovalList(List<RemovalView> removals) {}

    /** Where an agent is to be. */
    public record GroupBody(String group) {}

    RetentionView view() {
        return new RetentionView(views(policies.all()), policies.groups());
    }

    private static List<PolicyView> views(List<Policy> policies) {
        return policies.stream()
                .map(policy -> new PolicyView(policy.group(), policy.kind().toString(), policy.days()))
                .toList();
    }

    /** @param still is given what holds, while nobody else can change it, and throws where that is another than the caller has seen */
    void replace(RetentionBody body, Consumer<List<PolicyView>> still) {
        policies.replace(checked(body.policies()), now -> still.accept(views(now)));
    }

    RemovalList dryRun(RetentionBody body) {
        var under = body.policies().isEmpty() ? policies.all() : checked(body.policies());
        return new RemovalList(retention.plan(Instant.now(), under).stream()
                .map(removal -> new RemovalView(
                        removal.table(), removal.way().name(), removal.what(), removal.rows(), removal.bytes()))
                .toList());
    }

    boolean move(UUID agent, GroupBody body) {
        if (body.group() == null || !body.group().matches(NAME)) {
            throw Problems.badField("group", "must be a name of 1 to 63 letters, digits, spaces, dots, _ or -");
        }
        return policies.move(agent, body.group());
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400 that names the field */
    static List<Policy> checked(List<PolicyView> views) {
        if (views.size() > MOST) {
            throw Problems.badField("policies", "must be " + MOST + " at most");
        }
        var checked = new ArrayList<Policy>();
        var seen = new HashSet<String>();
        for (var i = 0; i < views.size(); i++) {
            var field = "policies[" + i + "]";
            var policy = checked(field, views.get(i));
            if (!seen.add(policy.group() + "\n" + policy.kind())) {
                throw Problems.badField(field, "is the second one for this group and kind");
            }
            checked.add(policy);
        }
        for (var kind : Kind.values()) {
            if (!seen.contains(Policy.ALL + "\n" + kind)) {
                throw Problems.badField("policies", "must have one of kind '" + kind + "' for the group *");
            }
        }
        return checked;
    }

    private static Policy checked(String field, PolicyView view) {
        if (view == null
                || view.group() == null
                || !(view.group().equals(Policy.ALL) || view.group().matches(NAME))) {
            throw Problems.badField(
                    field + ".group", "must be * or a name of 1 to 63 letters, digits, spaces, dots, _ or -");
        }
        var kind = Kind.of(String.valueOf(view.kind()))
                .orElseThrow(() -> Problems.badField(field + ".kind", "must be one of " + List.of(Kind.values())));
        if (!kind.isOfAgents() && !view.group().equals(Policy.ALL)) {
            throw Problems.badField(field + ".group", "must be * for " + kind + ": it is no agent's");
        }
        var days = view.keepDays();
        if (days == null || days < kind.leastDays() || days > MOST_DAYS) {
            throw Problems.badField(
                    field + ".keepDays", "must be from %d to %d for %s".formatted(kind.leastDays(), MOST_DAYS, kind));
        }
        return new Policy(view.group(), kind, days);
    }
}
