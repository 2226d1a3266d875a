package io.pulsefleet.agent.trust;

import static java.lang.System.Logger.Level.INFO;

import io.pulsefleet.agent.home.Durable;
import io.pulsefleet.agent.home.HomeConfig;
import io.pulsefleet.agent.hub.HostProof;
import io.pulsefleet.settings.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * This host's proof, and the papers that it is made of.
 *
 * <p>(1) The key of a request is on disk before the request is sent, and is the key of the next try. (2) Papers change as a
 * whole or not at all. (3) Papers of another authority than the join line's are those of another hub: they count for nothing.
 */
@ApplicationScoped
public class Proof implements HostProof {

    private static final System.Logger LOG = System.getLogger(Proof.class.getName());
    private static final char[] IN_MEMORY = new char[0];

    private Settings settings;

    private Path file;
    private Path nextKey;
    private Optional<Papers> papers = Optional.empty();
    private Made made;

    /** @param fingerprint of the authority that it trusts */
    private record Made(String fingerprint, Optional<Papers> papers, SSLContext context) {}

    public Proof() {}

    @Inject
    public Proof(Settings settings) {
        this.settings = settings;
    }

    @PostConstruct
    void read() {
        open(HomeConfig.folder(settings));
    }

    /** @throws IllegalStateException when there is a file that cannot be read; only a person can know what to do */
    synchronized void open(Path folder) {
        file = folder.resolve("identity.pem");
        nextKey = folder.resolve("identity.next.pem");
        try {
            papers = Files.exists(file) ? Optional.of(Papers.read(Files.readString(file))) : Optional.empty();
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new IllegalStateException(
                    "trust: cannot read " + file + " (" + unreadable.getMessage()
                            + "); restore it, or remove it and join again",
                    unreadable);
        }
    }

    @Override
    public boolean isWanted() {
        return TrustConfig.fingerprint(settings).isPresent();
    }

    /** Whether there is a certificate of this hub's that is not over. */
    public boolean isThere() {
        return mine().filter(known -> !known.isOver(Instant.now())).isPresent();
    }

    /** Whether the certificate was got with this join token, which would be refused a second time. */
    public boolean isJoinedWith(String token) {
        return mine().filter(known -> known.joinedWith().equals(hash(token))).isPresent();
    }

    /** When it is time for a new one; empty: there is none to be renewed. */
    public Optional<Instant> renewAt() {
        return mine().map(Papers::renewAt);
    }

    private synchronized Optional<Papers> mine() {
        var fingerprint = TrustConfig.fingerprint(settings);
        return papers.filter(known -> fingerprint.equals(Optional.of(known.fingerprint())));
    }

    /**
     * What the hub is to certify, as PEM.
     *
     * @param name for people
     * @throws IOException its key cannot be kept, so that nothing may be asked for
     */
    public synchronized String request(String name) throws IOException {
        return Csr.of(nextKeys(), name);
    }

    private KeyPair nextKeys() throws IOException {
        try {
            if (Files.exists(nextKey)) {
                return keys(Files.readString(nextKey));
            }
        } catch (GeneralSecurityException damaged) {
            LOG.log(INFO, "trust: {0} is damaged; another key is made", nextKey);
        }
        var keys = Csr.freshKeys();
        Files.createDirectories(nextKey.getParent());
        var text = Pem.text("PRIVATE KEY", keys.getPrivate().getEncoded())
                + Pem.text("PUBLIC KEY", keys.getPublic().getEncoded());
        Durable.writeSecret(nextKey, text.getBytes(StandardCharsets.US_ASCII));
        return keys;
    }

    private static KeyPair keys(String text) throws GeneralSecurityException {
        var secret = Pem.parts("PRIVATE KEY", text);
        var open = Pem.parts("PUBLIC KEY", text);
        if (secret.size() != 1 || open.size() != 1) {
            throw new GeneralSecurityException("no key pair");
        }
        var factory = KeyFactory.getInstance("EC");
        return new KeyPair(
                factory.generatePublic(new X509EncodedKeySpec(open.get(0))),
                factory.generatePrivate(new PKCS8EncodedKeySpec(secret.get(0))));
    }

    /**
     * Keeps what the hub has answered to {@link #request}, and shows it from now on.
     *
     * @param token with which it joined; empty: it was renewed
     * @throws IOException it cannot be kept, or is not what was asked for
     */
    public synchronized void take(Optional<String> token, String certificate, String authority) throws IOException {
        try {
            var joinedWith = token.map(Proof::hash)
                    .orElseGet(() -> papers.map(Papers::joinedWith).orElse(""));
            var given = Papers.of(joinedWith, nextKeys(), certificate, authority);
            if (!TrustConfig.fingerprint(settings).equals(Optional.of(given.fingerprint()))) {
                throw new IOException("it is of another authority than the join line says");
            }
            Durable.writeSecret(file, given.text().getBytes(StandardCharsets.US_ASCII));
            papers = Optional.of(given);
            Files.deleteIfExists(nextKey);
            LOG.log(
                    INFO,
                    "trust: the certificate {0} is good until {1}",
                    given.certificate().getSerialNumber().toString(16),
                    given.certificate().getNotAfter().toInstant());
        } catch (GeneralSecurityException unusable) {
            throw new IOException("the hub's answer is no certificate of ours: " + unusable.getMessage(), unusable);
        }
    }

    /** What tells this machine from others, as a hash that does not tell it; empty: nothing does. */
    public Optional<String> machine() {
        try {
            var id = Files.readString(settings.get(TrustConfig.MACHINE_ID_FILE)).strip();
            return id.isEmpty() ? Optional.empty() : Optional.of(hash("machine " + id));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private static String hash(String text) {
        return Papers.sha256(("pulsefleet " + text).getBytes(StandardCharsets.UTF_8));
    }

    /** Another one with other papers: what TLS remembers of a connection with the old ones must not be used for the new. */
    @Override
    public synchronized SSLContext tls() {
        var fingerprint = TrustConfig.fingerprint(settings)
                .orElseThrow(() -> new IllegalStateException(
                        TrustConfig.FINGERPRINT.environmentName() + " is not set: there is no authority to trust"));
        var shown = mine();
        if (made == null
                || !made.fingerprint().equals(fingerprint)
                || !made.papers().equals(shown)) {
            made = new Made(fingerprint, shown, context(fingerprint, shown));
        }
        return made.context();
    }

    static SSLContext context(String fingerprint, Optional<Papers> shown) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(
                    shown.isPresent() ? showing(shown.get()) : null,
                    new TrustManager[] {new KnownHub(fingerprint)},
                    null);
            return context;
        } catch (GeneralSecurityException | IOException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static KeyManager[] showing(Papers papers) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("host", papers.key(), IN_MEMORY, papers.chain().toArray(Certificate[]::new));
        var factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, IN_MEMORY);
        return factory.getKeyManagers();
    }

    @Override
    public Optional<X509Certificate> certificate() {
        return mine().map(Papers::certificate);
    }

    @Override
    public byte[] sign(byte[] message) {
        return Csr.sign(
                mine().orElseThrow(() -> new IllegalStateException("there is no certificate"))
                        .key(),
                message);
    }
}
