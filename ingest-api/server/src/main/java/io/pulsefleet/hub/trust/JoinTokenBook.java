package io.pulsefleet.hub.trust;

import io.pulsefleet.hub.fleet.Marking;
import io.pulsefleet.hub.fleet.Marking.MarkBody;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.trust.JoinTokensResource.NewToken;
import io.pulsefleet.hub.trust.JoinTokensResource.TokenRow;
import io.pulsefleet.hub.trust.JoinTokensResource.Wanted;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.store.trust.Invitation;
import io.pulsefleet.store.trust.Invitations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes join tokens, and tells of them. */
@ApplicationScoped
class JoinTokenBook {

    private static final int MOST_USES = 10_000;
    private static final Duration LONGEST = Duration.ofDays(90);
    private static final Setting<Duration> EXPIRES_IN = Setting.duration("expiresIn", "24h", "");
    private static final String NAME = "[^\\p{Cntrl}]{1,100}";

    @Inject
    Invitations invitations;

    @Inject
    KeptAuthority authority;

    /** @throws WebApplicationException 400 that names the field */
    @Transactional
    public NewToken make(Wanted wanted, String by) {
        var asked = wanted == null ? new Wanted(null, null, null, null, null) : wanted;
        if (asked.group() != null || asked.tags() != null) {
            Marking.check(new MarkBody(asked.group(), asked.tags()));
        }
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var text = JoinTokenText.make();
        var made = new Invitation(
                text.id(),
                name(asked.name(), by, now),
                text.hash(),
                uses(asked.uses()),
                uses(asked.uses()),
                asked.group(),
                asked.tags() == null ? Map.of() : asked.tags(),
                now,
                by,
                now.plus(time(asked.expiresIn())),
                null,
                List.of());
        var fingerprint = fingerprint();
        invitations.add(made);
        return new NewToken(
                made.id(),
                made.name(),
                made.uses(),
                made.expiresAt(),
                text.shown(),
                fingerprint,
                "sudo pulsefleet-agent join %s %s %s"
                        .formatted(address(TrustConfig.current()), text.shown(), fingerprint));
    }

    private static String name(String name, String by, Instant now) {
        if (name == null) {
            return by + " " + now.truncatedTo(ChronoUnit.SECONDS);
        }
        if (!name.matches(NAME)) {
            throw Problems.badField("name", "must be a text of 1 to 100 characters");
        }
        return name;
    }

    private static int uses(Integer uses) {
        if (uses != null && (uses < 1 || uses > MOST_USES)) {
            throw Problems.badField("uses", "must be from 1 to " + MOST_USES);
        }
        return uses == null ? 1 : uses;
    }

    private static Duration time(String text) {
        try {
            var time = EXPIRES_IN.read().apply(text == null ? EXPIRES_IN.byDefault() : text.strip());
            if (time.compareTo(Duration.ZERO) > 0 && time.compareTo(LONGEST) <= 0) {
                return time;
            }
        } catch (IllegalArgumentException | ArithmeticException | StringIndexOutOfBoundsException unreadable) {
            throw Problems.badField("expiresIn", "must be a time as 30m, 24h or 90d, which is the longest");
        }
        throw Problems.badField("expiresIn", "must be a time as 30m, 24h or 90d, which is the longest");
    }

    private String fingerprint() {
        return authority
                .find()
                .map(Authority::fingerprint)
                .orElseThrow(() -> new WebApplicationException(
                        Problems.notNow("The hub has no authority yet; GET /health/ready says why.")));
    }

    /** Where hosts find the hub. */
    static String address(TrustConfig config) {
        var name = ServerNames.of(config.names()).iterator().next();
        return config.agentsUrl()
                .orElseGet(() ->
                        "https://%s:%d".formatted(name.indexOf(':') < 0 ? name : "[" + name + "]", config.port()));
    }

    List<TokenRow> all() {
        var now = Instant.now();
        return invitations.all().stream().map(token -> row(token, now)).toList();
    }

    private static TokenRow row(Invitation token, Instant now) {
        return new TokenRow(
                token.id(),
                token.name(),
                !token.expiresAt().isAfter(now) ? "expired" : token.usesLeft() == 0 ? "used_up" : "open",
                token.uses(),
                token.usesLeft(),
                token.group(),
                token.tags(),
                token.createdAt(),
                token.createdBy(),
                token.expiresAt(),
                token.joined());
    }

    /** @throws WebApplicationException 404 */
    @Transactional
    public void remove(UUID id) {
        if (!invitations.remove(id, Instant.now())) {
            throw Problems.notFound("There is no join token " + id + ".");
        }
    }
}
