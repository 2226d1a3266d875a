package io.pulsefleet.hub.audit;

import io.pulsefleet.hub.audit.AuditBook.VerdictView;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.audit.Compliance;
import io.pulsefleet.store.audit.Compliance.Account;
import io.pulsefleet.store.audit.Compliance.Action;
import io.pulsefleet.store.audit.Compliance.Doer;
import io.pulsefleet.store.audit.Compliance.FailedSignIns;
import io.pulsefleet.store.audit.Compliance.HostCertificate;
import io.pulsefleet.store.audit.Compliance.Token;
import io.pulsefleet.store.history.Policies;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Puts together what an auditor asks for. */
@ApplicationScoped
public class ComplianceBook {

    private static final Duration USUAL = Duration.ofDays(30);

    @Inject
    Compliance facts;

    @Inject
    AuditBook audit;

    @Inject
    Policies policies;

    /** @param keepDays 0: not at all */
    public record PolicyView(String group, String kind, int keepDays) {}

    /**
     * Of a span; accounts, tokens, retention and the chain as of now.
     *
     * @param auditDays how long deeds are kept; left out: for ever
     */
    public record ComplianceView(
            Instant from,
            Instant to,
            Instant at,
            VerdictView chain,
            List<Account> accounts,
            List<Token> tokens,
            List<HostCertificate> certificates,
            List<FailedSignIns> failedSignIns,
            List<Action> changesByAction,
            List<Doer> changesByWho,
            List<PolicyView> retention,
            Long auditDays) {}

    /**
     * @param from null: 30 days before the end
     * @param to null: now
     */
    ComplianceView report(Instant from, Instant to) {
        var now = Instant.now();
        var end = to == null ? now : to;
        var begin = from == null ? end.minus(USUAL) : from;
        if (!begin.isBefore(end)) {
            throw Problems.badField("to", "must be later than 'from'");
        }
        return new ComplianceView(
                begin,
                end,
                now,
                verified(),
                facts.accounts(),
                facts.tokens(),
                facts.certificates(begin, end),
                facts.failedSignIns(begin, end),
                facts.changesByAction(begin, end),
                facts.changesByWho(begin, end),
                policies.all().stream()
                        .map(policy ->
                                new PolicyView(policy.group(), policy.kind().toString(), policy.days()))
                        .toList(),
                AuditConfig.kept().map(Duration::toDays).orElse(null));
    }

    private VerdictView verified() {
        try {
            return audit.verify(Optional.empty(), (rows, of) -> {});
        } catch (IOException ourBug) { // nothing is written anywhere
            throw new UncheckedIOException(ourBug);
        }
    }
}
