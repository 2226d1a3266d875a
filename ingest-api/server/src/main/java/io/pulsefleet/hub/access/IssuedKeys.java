package io.pulsefleet.hub.access;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.pulsefleet.hub.access.ApiKeysResource.KeyRow;
import io.pulsefleet.hub.access.ApiKeysResource.NewKey;
import io.pulsefleet.hub.access.ApiKeysResource.Wanted;
import io.pulsefleet.hub.http.Moments;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.access.ApiKey;
import io.pulsefleet.store.access.ApiKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Makes and removes API keys, and knows whose a key is. */
@ApplicationScoped
class IssuedKeys {

    private static final Logger LOG = System.getLogger(IssuedKeys.class.getName());
    private static final String NAME = "[\\p{L}\\p{N}][\\p{L}\\p{N} ._/@-]{0,62}";
    private static final int MOST = 1_000;

    @Inject
    ApiKeys stored;

    @Transactional
    public Optional<Caller.Sender> ofKey(String key) {
        return stored.use(Secrets.hash(key), Instant.now())
                .map(known -> new Caller.Sender(known.id(), known.name(), rolesOf(known)));
    }

    private static Set<String> rolesOf(ApiKey key) {
        return key.sends().stream()
                .flatMap(word -> Sendable.of(word).stream())
                .map(Sendable::role)
                .collect(toUnmodifiableSet());
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400 that names the field, 409 when the name is taken */
    @Transactional
    public NewKey make(Wanted wanted, String by) {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        check(wanted, now);
        if (stored.isTaken(wanted.name())) {
            throw Problems.conflict("There is an API key '" + wanted.name() + "'; give this one another name.");
        }
        if (stored.all().size() >= MOST) {
            throw Problems.conflict("There are " + MOST + " API keys; remove those that nobody uses.");
        }
        var key = ApiKeyText.make();
        var sends = wanted.sends().stream().distinct().sorted().toList();
        var made = stored.add(UUID.randomUUID(), wanted.name(), Secrets.hash(key), sends, now, wanted.expiresAt());
        LOG.log(Level.INFO, "{0} made the API key ''{1}'' for {2}.", by, wanted.name(), sends);
        return new NewKey(made.id(), made.name(), made.sends(), made.createdAt(), made.expiresAt(), key);
    }

    private static void check(Wanted wanted, Instant now) {
        if (wanted.name() == null || !wanted.name().matches(NAME)) {
            throw Problems.badField("name", "must be a name of 1 to 63 letters, digits, spaces, dots, _, /, @ or -");
        }
        if (wanted.sends() == null
                || wanted.sends().isEmpty()
                || wanted.sends().stream()
                        .anyMatch(word -> word == null || Sendable.of(word).isEmpty())) {
            throw Problems.badField("sends", "must be a list of what may be sent: pulse, postgres, or both");
        }
        if (wanted.expiresAt() != null) {
            Moments.check("expiresAt", wanted.expiresAt());
            if (!wanted.expiresAt().isAfter(now)) {
                throw Problems.badField(
                        "expiresAt", "must be later than now; leave it out for a key that never expires");
            }
        }
    }

    @Transactional
    public List<KeyRow> all() {
        var now = Instant.now();
        return stored.all().stream()
                .map(key -> new KeyRow(
                        key.id(),
                        key.name(),
                        key.sends(),
                        key.createdAt(),
                        key.expiresAt(),
                        key.expiresAt() != null && !key.expiresAt().isAfter(now),
                        key.lastUsedAt()))
                .toList();
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    @Transactional
    public KeyRow get(UUID id) {
        return all().stream().filter(key -> key.id().equals(id)).findFirst().orElseThrow(() -> notThere(id));
    }

    private static RuntimeException notThere(UUID id) {
        return Problems.notFound("There is no API key " + id + ".");
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    @Transactional
    public void remove(UUID id, String by) {
        if (!stored.remove(id)) {
            throw notThere(id);
        }
        LOG.log(Level.INFO, "{0} removed the API key {1}.", by, id);
    }
}
