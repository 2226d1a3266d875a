package io.pulsefleet.hub.trust;

import io.pulsefleet.hub.DatabaseIsBack;
import io.pulsefleet.hub.Recent;
import io.pulsefleet.hub.access.AgentRevoked;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.CertifiedAgents;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.trust.Certificates;
import io.pulsefleet.store.trust.Certificates.Holder;
import io.pulsefleet.wire.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who shows which certificate. What was found is remembered for {@link #REMEMBERED}, so that a revocation holds at every hub
 * after that time, for connections that are open, too.
 */
@ApplicationScoped
class Holders implements CertifiedAgents {

    static final Duration REMEMBERED = Duration.ofSeconds(10);

    /** Connections that were made before it was renewed are used a little longer. */
    static final Duration AFTER_SUCCESSOR = Duration.ofMinutes(2);

    private static final int MOST = 20_000;

    @Inject
    KeptAuthority authority;

    @Inject
    Certificates certificates;

    @Inject
    Deeds deeds;

    private final Recent<ByteBuffer, Known> recent = new Recent<>(MOST);

    /** @param refusal null where there is a holder */
    private record Known(Caller.Agent holder, Refusal refusal, Instant until) {

        boolean isOurs() {
            return refusal != Refusal.CERTIFICATE_FOREIGN;
        }
    }

    void forgetAll(@Observes DatabaseIsBack event) {
        recent.forgetAll();
    }

    void forgetAll(@Observes(during = TransactionPhase.AFTER_SUCCESS) AgentRevoked event) {
        recent.forgetAll();
    }

    @Override
    public Optional<Caller.Agent> holderOf(X509Certificate certificate) {
        return Optional.ofNullable(known(certificate).holder());
    }

    @Override
    public Optional<Problem> refusalOf(X509Certificate certificate, String from) {
        var refusal = Optional.ofNullable(known(certificate).refusal());
        refusal.ifPresent(why ->
                deeds.refused(why, from, "agent.certificate.show", "certificate/" + Authority.serialOf(certificate)));
        return refusal.map(Refusal::problem);
    }

    private Known known(X509Certificate certificate) {
        var now = Instant.now();
        var key = ByteBuffer.wrap(Authority.sha256(Authority.encoded(certificate)));
        var before = recent.find(key);
        return before.filter(known -> known.until().isAfter(now)).orElseGet(() -> {
            var known = look(certificate, before.filter(Known::isOurs).isPresent(), now);
            recent.put(key, known);
            return known;
        });
    }

    /** @param isOurs that our authority has signed it was seen before: it takes as long as all the rest, and stays true */
    private Known look(X509Certificate certificate, boolean isOurs, Instant now) {
        var until = now.plus(REMEMBERED);
        if (!isOurs && !ours().hasSigned(certificate)) {
            return new Known(null, Refusal.CERTIFICATE_FOREIGN, until);
        }
        var holder = certificates.holder(Authority.serialOf(certificate));
        var refusal = refusal(certificate, holder, now);
        if (refusal.isPresent()) {
            return new Known(null, refusal.get(), until);
        }
        var known = holder.orElseThrow();
        if (known.certificate().firstUsedAt() == null) {
            certificates.used(known.certificate(), now);
        }
        return new Known(new Caller.Agent(known.certificate().agent(), known.number()), null, until);
    }

    /** A hub that starts knows it a moment later than it listens; whom it would refuse until then need not join anew. */
    private Authority ours() {
        return authority
                .find()
                .orElseThrow(() ->
                        new WebApplicationException(Problems.notNow("This hub cannot look at certificates yet.")));
    }

    static Optional<Refusal> refusal(X509Certificate certificate, Optional<Holder> holder, Instant now) {
        if (!Lifetime.of(certificate).holds(now)) {
            return Optional.of(Refusal.CERTIFICATE_EXPIRED);
        }
        if (holder.isEmpty() || holder.get().number() == 0) {
            return Optional.of(Refusal.CERTIFICATE_UNKNOWN);
        }
        var kept = holder.get().certificate();
        if (kept.revokedAt() != null) {
            return Optional.of(Refusal.CERTIFICATE_REVOKED);
        }
        return kept.supersededAt() != null
                        && kept.supersededAt().plus(AFTER_SUCCESSOR).isBefore(now)
                ? Optional.of(Refusal.CERTIFICATE_SUPERSEDED)
                : Optional.empty();
    }
}
