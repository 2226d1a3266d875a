package io.pulsefleet.hub.trust;

import io.pulsefleet.hub.access.AgentRevoked;
import io.pulsefleet.hub.access.Tokens;
import io.pulsefleet.hub.events.OwnEvents;
import io.pulsefleet.hub.fleet.Fleet;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.fleet.Agent;
import io.pulsefleet.store.fleet.Agents;
import io.pulsefleet.store.fleet.Marks;
import io.pulsefleet.store.trust.Certificates;
import io.pulsefleet.store.trust.Invitation;
import io.pulsefleet.store.trust.Invitations;
import io.pulsefleet.store.trust.Issued;
import io.pulsefleet.wire.Enrolled;
import io.pulsefleet.wire.Enrolment;
import io.pulsefleet.wire.HostEvent;
import io.pulsefleet.wire.HostEventType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Gives hosts certificates, and takes their rights away. */
@ApplicationScoped
class Enrolling {

    private static final int MOST_AN_HOUR = 20;

    @Inject
    KeptAuthority authority;

    @Inject
    Invitations invitations;

    @Inject
    Certificates certificates;

    @Inject
    Agents agents;

    @Inject
    Marks marks;

    @Inject
    OwnEvents events;

    @Inject
    Event<AgentRevoked> revocations;

    /**
     * How a host was let in.
     *
     * @param again it is known by its machine, or by what it showed before
     */
    record Joined(Enrolled answer, String token, boolean again) {}

    /**
     * Lets a host in, in one transaction with the use of its token. The same request shown again gets the same answer: the first
     * may have been lost.
     *
     * @param from the address that it came from
     */
    @Transactional(rollbackOn = RefusedException.class)
    public Joined join(Enrolment enrolment, String from) throws RefusedException {
        var now = now();
        var invitation = invitation(enrolment.token());
        var request = HostRequest.read(enrolment.request());
        var earlier = certificates.given(invitation.id(), request.hash());
        if (earlier.isPresent()) {
            return new Joined(answer(earlier.get()), invitation.name(), true);
        }
        take(invitation, now);
        var machine = enrolment.machine() == null ? null : HexFormat.of().parseHex(enrolment.machine());
        var agent = idOf(enrolment, machine);
        refuseRevokedSince(agent, invitation);
        var isNew = agents.certify(
                agent, machine, Fleet.facts(enrolment.host(), from, enrolment.version(), enrolment.boot()), now);
        if (!isNew) {
            certificates.revoke(agent, now, "hub", "joined again with the token " + invitation.name());
            certificates.singleUse(agent);
            revocations.fire(new AgentRevoked(agent));
        }
        var issued = issue(request, agent, invitation.id(), now);
        if (invitation.group() != null || !invitation.tags().isEmpty()) {
            marks.set(agent, invitation.group(), invitation.tags().isEmpty() ? null : invitation.tags());
        }
        tell(issued, now, joined(invitation, from, isNew));
        return new Joined(answer(issued), invitation.name(), !isNew);
    }

    private Invitation invitation(String text) throws RefusedException {
        var token = JoinTokenText.read(text).orElseThrow(() -> new RefusedException(Refusal.TOKEN_MALFORMED));
        var found = invitations.find(token.id()).orElseThrow(() -> new RefusedException(Refusal.TOKEN_UNKNOWN));
        if (!token.hasHash(found.hash())) {
            throw new RefusedException(Refusal.TOKEN_FORGED);
        }
        if (found.removedAt() != null) {
            throw new RefusedException(Refusal.TOKEN_REMOVED);
        }
        return found;
    }

    private void take(Invitation invitation, Instant now) throws RefusedException {
        if (!invitation.expiresAt().isAfter(now)) {
            throw new RefusedException(Refusal.TOKEN_EXPIRED);
        }
        if (!invitations.use(invitation.id(), now)) {
            throw new RefusedException(Refusal.TOKEN_USED_UP);
        }
    }

    /** A token that was there before is no way back: it may still lie on the host, and it may be why. */
    private void refuseRevokedSince(UUID agent, Invitation invitation) throws RefusedException {
        if (certificates.wasDisownedSince(agent, invitation.createdAt())) {
            throw new RefusedException(Refusal.REVOKED_SINCE);
        }
    }

    /** The id is the hub's to give: nobody gets another's by naming it. */
    private UUID idOf(Enrolment enrolment, byte[] machine) {
        var wanted = enrolment.agent();
        return Optional.ofNullable(machine)
                .flatMap(agents::byMachine)
                .map(Agent::id)
                .or(() -> Optional.ofNullable(enrolment.secret())
                        .flatMap(secret -> agents.byToken(Tokens.hash(secret)))
                        .map(Agent::id)
                        .filter(wanted::equals))
                .orElseGet(() -> agents.find(wanted).isEmpty() ? wanted : UUID.randomUUID());
    }

    /** A certificate in the place of one that shows that it is good. */
    @Transactional(rollbackOn = RefusedException.class)
    public Enrolled renew(UUID agent, String text) throws RefusedException {
        var now = now();
        var all = certificates.of(agent);
        if (all.stream().noneMatch(one -> isGood(one, now))) {
            throw new RefusedException(Refusal.NOT_A_HOLDER);
        }
        if (all.stream()
                        .filter(one -> one.issuedAt().isAfter(now.minus(Duration.ofHours(1))))
                        .count()
                >= MOST_AN_HOUR) {
            throw Problems.tooMany(
                    "An agent is given " + MOST_AN_HOUR + " certificates an hour.", Duration.ofMinutes(5));
        }
        return answer(issue(HostRequest.read(text), agent, null, now));
    }

    static boolean isGood(Issued one, Instant now) {
        return one.revokedAt() == null
                && one.supersededAt() == null
                && one.notAfter().isAfter(now);
    }

    /** @throws WebApplicationException 404 */
    @Transactional
    public void revoke(UUID id, String by, String reason) {
        var now = now();
        var agent = agents.find(id).orElseThrow(() -> Problems.notFound("There is no agent " + id + "."));
        certificates.revoke(id, now, by, reason);
        agents.disown(id);
        certificates.disowned(id, now);
        events.tell(
                agent.number(),
                now,
                new HostEvent(
                        HostEventType.AGENT_REVOKED.toString(),
                        "agent",
                        "its rights were taken away by " + by + ": " + reason,
                        Map.of("user", by, "reason", reason)));
        revocations.fire(new AgentRevoked(id));
    }

    private Issued issue(HostRequest request, UUID agent, UUID joinToken, Instant now) {
        var signing = signing();
        var certificate = signing.certifyHost(
                request.key(), agent, now, TrustConfig.current().certificateLife());
        var issued = Issued.now(
                Authority.serialOf(certificate),
                agent,
                Authority.encoded(certificate),
                request.hash(),
                joinToken,
                now,
                certificate.getNotAfter().toInstant());
        certificates.add(issued);
        return issued;
    }

    private Enrolled answer(Issued issued) {
        return new Enrolled(
                issued.agent(),
                Pem.of(Pem.certificate(issued.der())),
                Pem.of(signing().certificate()));
    }

    private Authority signing() {
        return authority
                .find()
                .orElseThrow(() -> new WebApplicationException(
                        Problems.notNow("The hub has no authority yet; GET /health/ready says why.")));
    }

    private void tell(Issued issued, Instant now, HostEvent event) {
        var number = certificates.holder(issued.serial()).orElseThrow().number();
        events.tell(number, now, event);
    }

    private static HostEvent joined(Invitation invitation, String from, boolean isNew) {
        return new HostEvent(
                (isNew ? HostEventType.AGENT_JOINED : HostEventType.AGENT_JOINED_AGAIN).toString(),
                "agent",
                "the host joined " + (isNew ? "" : "again ") + "with the token " + invitation.name(),
                Map.of("source.address", from, "join_token", invitation.id().toString()));
    }

    /** To the microsecond, as it is stored. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
