package io.pulsefleet.hub.trust;

import io.pulsefleet.hub.access.Vault;
import io.pulsefleet.store.trust.Authorities;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The fleet's authority: from files where they are given, else from the database, made by the first hub that finds none. Its key
 * is sealed by the vault, so that all hubs of one database need the same vault key.
 */
@ApplicationScoped
class KeptAuthority {

    private static final Logger LOG = System.getLogger(KeptAuthority.class.getName());
    private static final String NAME = "PulseFleet authority";

    @Inject
    Authorities authorities;

    @Inject
    Vault vault;

    private volatile Authority authority;

    /** Empty until the database was ready for the first time, or as long as its key cannot be opened. */
    Optional<Authority> find() {
        return Optional.ofNullable(authority);
    }

    /** @throws IllegalStateException it cannot be had; the message says why, and what to do */
    Authority open(TrustConfig config) {
        if (authority == null) {
            authority =
                    config.authority().isPresent() ? given(config.authority().get()) : kept();
            LOG.log(Level.INFO, "The authority of this fleet is {0}.", authority.fingerprint());
        }
        return authority;
    }

    private static Authority given(TrustConfig.Given files) {
        try {
            var certificate =
                    Pem.certificates(Files.readString(files.certificate())).get(0);
            return Authority.given(certificate, Pem.key(Files.readString(files.key())));
        } catch (IOException | IllegalArgumentException unusable) {
            throw new IllegalStateException(
                    "PULSE_CA_CERTIFICATE_FILE " + files.certificate() + ", PULSE_CA_KEY_FILE " + files.key() + ": "
                            + unusable.getMessage(),
                    unusable);
        }
    }

    private Authority kept() {
        if (authorities.find().isEmpty()) {
            offerOne();
        }
        var stored = authorities.find().orElseThrow();
        var certificate = Pem.certificate(stored.certificate());
        var opened = vault.open(stored.key(), context(certificate));
        return switch (opened.state()) {
            case OPEN -> new Authority(certificate, Pem.key(opened.text()));
            case KEY_MISSING ->
                throw new IllegalStateException(
                        "The key of the fleet's authority is sealed with another key than this hub's: give it"
                                + " PULSE_SECRET_KEY_FILE of the hub that made it.");
            case DAMAGED ->
                throw new IllegalStateException("The key of the fleet's authority in the database is damaged.");
        };
    }

    private void offerOne() {
        if (!vault.trouble().isEmpty()) {
            throw new IllegalStateException(vault.trouble());
        }
        var made = Authority.make(NAME, Instant.now());
        var sealed = vault.seal(Pem.of(made.key()), context(made.certificate()));
        authorities.offer(new Authorities.Stored(Authority.encoded(made.certificate()), sealed), Instant.now());
    }

    private static List<String> context(X509Certificate certificate) {
        return List.of("authority", Authority.serialOf(certificate));
    }
}
