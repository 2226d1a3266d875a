package io.pulsefleet.hub.trust;

import io.pulsefleet.hub.DatabaseIsReady;
import io.pulsefleet.hub.EverySecond;
import io.pulsefleet.hub.trust.Handshake.Sight;
import io.pulsefleet.hub.trust.KeyStoreFile.Content;
import io.pulsefleet.hub.trust.KeyStoreFile.Identity;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Sees to it that the hub serves a certificate of the authority that is good: for its names, and for a while. Looked at each
 * hour; made anew when two thirds of its life are over.
 *
 * <pre>
 * WAITING --written--> WRITTEN --seen by a handshake--> SERVED        WAITING, WRITTEN --cannot be had--> TROUBLED
 * </pre>
 */
@ApplicationScoped
class ServerCertificate {

    private static final Logger LOG = System.getLogger(ServerCertificate.class.getName());
    private static final Duration BETWEEN_LOOKS = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    @Resource
    ManagedScheduledExecutorService executor;

    @Inject
    KeptAuthority authority;

    private final EverySecond looks = new EverySecond("The hub's certificate was not looked at", this::look);
    private volatile Optional<X509Certificate> written = Optional.empty();
    private volatile boolean served;
    private volatile String trouble = "";
    private long lookedAt;
    private boolean wroteBefore;
    private long notServedSince;
    private long anotherSince;
    private boolean isAnotherTold;

    void begin(@Observes DatabaseIsReady event) {
        looks.begin(executor);
    }

    @PreDestroy
    void end() {
        looks.stop();
    }

    /** Whether whoever connects is shown the right one. */
    boolean isServed() {
        return served;
    }

    /** Why it cannot be had; empty: nothing is known against it. */
    String trouble() {
        return trouble;
    }

    private void look() {
        if (served && System.nanoTime() - lookedAt < BETWEEN_LOOKS.toNanos()) {
            return;
        }
        lookedAt = System.nanoTime();
        try {
            var config = TrustConfig.current();
            var kept = see(config, Instant.now());
            var wanted = kept.certificate();
            if (!written.equals(Optional.of(wanted))) {
                written = Optional.of(wanted);
                served = false;
            }
            var isFirstLook = kept.isNew() && !wroteBefore;
            wroteBefore = kept.isNew();
            if (isFirstLook) {
                return; // who comes before the server has read it is refused, and that makes an error in its log
            }
            var seen = Handshake.look(config.host(), config.port(), wanted);
            served = seen == Sight.WANTED || (served && seen == Sight.NOTHING);
            trouble = "";
            remindTheServer(config);
            tellWhenAnotherIsServed(config, seen);
        } catch (IOException | IllegalArgumentException | IllegalStateException cannot) {
            if (!trouble.equals(cannot.getMessage())) {
                trouble = String.valueOf(cannot.getMessage());
                LOG.log(Level.ERROR, "The hub cannot serve TLS: {0}", trouble);
            }
        }
    }

    /** The server may have missed that the file changed, as while it read it: another time of change is a new change. */
    private void remindTheServer(TrustConfig config) throws IOException {
        var now = System.nanoTime();
        if (served || notServedSince == 0) {
            notServedSince = served ? 0 : now;
        } else if (now - notServedSince > SOON.toNanos()) {
            Files.setLastModifiedTime(config.keyStore(), FileTime.from(Instant.now()));
            notServedSince = now;
        }
    }

    /** Where the server could not read the file when it started, it does not look at it again. */
    private void tellWhenAnotherIsServed(TrustConfig config, Sight seen) {
        var now = System.nanoTime();
        anotherSince = seen != Sight.ANOTHER ? 0 : anotherSince == 0 ? now : anotherSince;
        if (anotherSince != 0 && now - anotherSince > LONGEST_WAIT.toNanos() && !isAnotherTold) {
            isAnotherTold = true;
            LOG.log(
                    Level.ERROR,
                    "The server does not serve what is in {0}: it was damaged when the hub started, or had another password."
                            + " It is whole now; start the hub anew.",
                    config.keyStore());
        }
    }

    /** @param isNew whether it was written just now */
    private record Kept(X509Certificate certificate, boolean isNew) {}

    /** Writes what is to be served, unless it is there. */
    private Kept see(TrustConfig config, Instant now) throws IOException {
        var signing = authority.open(config);
        var file = new KeyStoreFile(config.keyStore(), config.keyStorePassword());
        var names = ServerNames.of(config.names());
        var kept = file.read();
        var agents = kept.map(Content::agents)
                .filter(known -> isGood(known.certificate(), signing, names, now))
                .orElseGet(() -> make(signing, names, now));
        var people = config.server().isPresent() ? given(config.server().get()) : agents;
        var wanted = new Content(agents, people, signing.certificate());
        var isNew = !kept.equals(Optional.of(wanted));
        if (isNew) {
            file.write(wanted);
            LOG.log(
                    Level.INFO,
                    "The hub serves a certificate for {0}, good until {1}.",
                    names,
                    agents.certificate().getNotAfter().toInstant());
        }
        return new Kept(agents.certificate(), isNew);
    }

    static boolean isGood(X509Certificate known, Authority signing, Collection<String> names, Instant now) {
        return signing.hasSigned(known)
                && now.isBefore(Lifetime.of(known).renewAt())
                && ServerNames.areIn(known, names);
    }

    private static Identity make(Authority signing, Collection<String> names, Instant now) {
        var keys = Authority.freshKeys();
        return new Identity(
                keys.getPrivate(), List.of(signing.certifyServer(keys.getPublic(), names, now), signing.certificate()));
    }

    private static Identity given(TrustConfig.Given files) throws IOException {
        try {
            var chain = Pem.certificates(Files.readString(files.certificate()));
            var key = Pem.key(Files.readString(files.key()));
            if (!Keys.match(chain.get(0).getPublicKey(), key)) {
                throw new IllegalArgumentException("the first certificate does not belong to the private key");
            }
            return new Identity(key, chain);
        } catch (IllegalArgumentException unusable) {
            throw new IllegalArgumentException(
                    "PULSE_TLS_CERTIFICATE_FILE " + files.certificate() + ", PULSE_TLS_KEY_FILE " + files.key() + ": "
                            + unusable.getMessage(),
                    unusable);
        }
    }
}
