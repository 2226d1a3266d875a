package io.pulsefleet.hub.access;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.pulsefleet.hub.access.ApiKeysResource.KeyRow;
import io.pulsefleet.hub.access.ApiKeysResource.NewKey;
import io.pulsefleet.hub.access.ApiKeysResource.Rotation;
import io.pulsefleet.hub.access.ApiKeysResource.Wanted;
import io.pulsefleet.hub.http.Moments;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.access.ApiKey;
import io.pulsefleet.store.access.ApiKey.Grant;
import io.pulsefleet.store.access.ApiKeys;
import io.pulsefleet.store.access.User;
import io.pulsefleet.store.access.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.WebApplicationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Makes and removes API keys, and knows whose a key is. */
@ApplicationScoped
class IssuedKeys {

    private static final Logger LOG = System.getLogger(IssuedKeys.class.getName());
    private static final String NAME = "[\\p{L}\\p{N}][\\p{L}\\p{N} ._/@-]{0,62}";
    private static final int MOST = 1_000;

    /** Of keys with a role. */
    private static final Duration USUAL = Duration.ofDays(90);

    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Duration OVERLAP = Duration.ofDays(1);
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(7);

    @Inject
    ApiKeys stored;

    @Inject
    Users users;

    /** @param address from where it is shown */
    @Transactional
    public Optional<Caller.Sender> ofKey(String key, String address) {
        return stored.use(Secrets.hash(key), Instant.now(), address)
                .filter(known -> !isDead(known))
                .map(known -> new Caller.Sender(known.id(), known.name(), rolesOf(known), groupsOf(known)));
    }

    /** One that may only send is of its sender, and holds whatever became of its maker. */
    private static boolean isDead(ApiKey key) {
        return key.role() != null && (key.maker() == null || key.maker().isDisabled());
    }

    private static Set<String> rolesOf(ApiKey key) {
        return Stream.concat(
                        key.sends().stream()
                                .flatMap(word -> Sendable.of(word).stream())
                                .map(Sendable::role),
                        key.role() == null
                                ? Stream.of()
                                : Caller.upTo(key.role()).stream()
                                        .filter(Caller.upTo(key.maker().role())::contains))
                .collect(toUnmodifiableSet());
    }

    private static HostGroups groupsOf(ApiKey key) {
        var its = HostGroups.of(key.groups());
        return key.role() == null ? its : its.within(HostGroups.of(key.maker().groups()));
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400 that names the field, 409 when the name is taken */
    @Transactional
    public NewKey make(Wanted wanted, String by) {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var maker = users.find(by).orElseThrow();
        var grant = grant(wanted, maker, now);
        if (stored.isTaken(grant.name())) {
            throw Problems.conflict("There is an API key '" + grant.name() + "'; give this one another name.");
        }
        if (stored.all().size() >= MOST) {
            throw Problems.conflict("There are " + MOST + " API keys; remove those that nobody uses.");
        }
        var secret = ApiKeyText.make();
        var made = stored.add(UUID.randomUUID(), Secrets.hash(secret), grant, maker, now);
        LOG.log(
                Level.INFO,
                "{0} made the API key ''{1}'' for {2}.",
                by,
                grant.name(),
                grant.role() == null ? grant.sends() : grant.role());
        return shown(made, secret);
    }

    private static NewKey shown(ApiKey key, String secret) {
        return new NewKey(
                key.id(),
                key.name(),
                key.sends(),
                key.role(),
                key.role() == null ? null : key.groups(),
                key.createdAt(),
                key.expiresAt(),
                key.oldUntil(),
                secret);
    }

    private static Grant grant(Wanted wanted, User maker, Instant now) {
        var sends = wanted.sends() == null ? List.<String>of() : wanted.sends();
        if (wanted.name() == null || !wanted.name().matches(NAME)) {
            throw Problems.badField("name", "must be a name of 1 to 63 letters, digits, spaces, dots, _, /, @ or -");
        }
        if (sends.stream().anyMatch(word -> word == null || Sendable.of(word).isEmpty())
                || (sends.isEmpty() && wanted.role() == null)) {
            throw Problems.badField(
                    "sends", "must be a list of what may be sent: pulse, postgres, or both; or give it a role");
        }
        if (wanted.role() != null && !Caller.upTo(maker.role()).contains(wanted.role())) {
            throw Problems.badField(
                    "role",
                    "must be one of " + String.join(", ", Caller.upTo(maker.role())) + ", which you may yourself");
        }
        if (wanted.role() == null && wanted.groups() != null) {
            throw Problems.badField("groups", "are for keys with a role; a sender sees no hosts");
        }
        UserBook.groupsComplaint(wanted.groups()).ifPresent(why -> {
            throw Problems.badField("groups", why);
        });
        var expiresAt = wanted.role() != null && wanted.expiresAt() == null ? now.plus(USUAL) : wanted.expiresAt();
        checkExpiry(wanted.role(), expiresAt, now);
        return new Grant(
                wanted.name(),
                sends.stream().distinct().sorted().toList(),
                wanted.role(),
                wanted.groups() == null
                        ? HostGroups.ALL.list()
                        : HostGroups.of(wanted.groups()).list(),
                expiresAt);
    }

    private static void checkExpiry(String role, Instant expiresAt, Instant now) {
        if (expiresAt == null) {
            return;
        }
        Moments.check("expiresAt", expiresAt);
        if (!expiresAt.isAfter(now)) {
            throw Problems.badField("expiresAt", "must be later than now");
        }
        if (role != null && expiresAt.isAfter(now.plus(LONGEST))) {
            throw Problems.badField("expiresAt", "must be within a year for a key with a role");
        }
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400 that names the field, 404 */
    @Transactional
    public NewKey rotate(UUID id, Rotation rotation, String by) {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var key = stored.find(id).orElseThrow(() -> noKey(id));
        var overlap = rotation.overlapSeconds() == null ? OVERLAP : Duration.ofSeconds(rotation.overlapSeconds());
        if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
            throw Problems.badField("overlapSeconds", "must be from 0 to " + LONGEST_OVERLAP.toSeconds());
        }
        checkExpiry(key.role(), rotation.expiresAt(), now);
        var secret = ApiKeyText.make();
        stored.rotate(key, Secrets.hash(secret), now, now.plus(overlap), rotation.expiresAt());
        LOG.log(Level.INFO, "{0} gave the API key ''{1}'' a new secret.", by, key.name());
        return shown(key, secret);
    }

    @Transactional
    public List<KeyRow> all() {
        var now = Instant.now();
        return stored.all().stream().map(key -> row(key, now)).toList();
    }

    private static KeyRow row(ApiKey key, Instant now) {
        return new KeyRow(
                key.id(),
                key.name(),
                key.sends(),
                key.role(),
                key.role() == null ? null : key.groups(),
                key.madeBy(),
                key.createdAt(),
                key.expiresAt(),
                key.expiresAt() != null && !key.expiresAt().isAfter(now),
                isDead(key),
                key.lastUsedAt(),
                key.lastUsedFrom(),
                key.rotatedAt(),
                key.oldUntil() != null && key.oldUntil().isAfter(now) ? key.oldUntil() : null);
    }

    private static WebApplicationException noKey(UUID id) {
        return Problems.notFound("There is no API key " + id + ".");
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    @Transactional
    public KeyRow get(UUID id) {
        return all().stream().filter(key -> key.id().equals(id)).findFirst().orElseThrow(() -> noKey(id));
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    @Transactional
    public void remove(UUID id, String by) {
        if (!stored.remove(id)) {
            throw noKey(id);
        }
        LOG.log(Level.INFO, "{0} removed the API key {1}.", by, id);
    }
}
