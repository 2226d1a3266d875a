package io.pulsefleet.hub.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The key store that Liberty serves TLS from: {@code agents} and {@code people} are what each is shown, {@code authority}
 * is whose certificates agents may show. Written whole or not at all, and for its owner's eyes.
 */
record KeyStoreFile(Path path, String password) {

    static final String AGENTS = "agents";
    static final String PEOPLE = "people";
    private static final String AUTHORITY = "authority";
    private static final String TYPE = "PKCS12";

    /**
     * A key and what proves whose it is, its own certificate first. Two are the same when their certificates are: these say
     * which key it is, and one key read from PEM and from a key store need not be equal.
     */
    record Identity(PrivateKey key, List<X509Certificate> chain) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Identity identity && chain.equals(identity.chain);
        }

        @Override
        public int hashCode() {
            return chain.hashCode();
        }

        X509Certificate certificate() {
            return chain.get(0);
        }
    }

    record Content(Identity agents, Identity people, X509Certificate authority) {}

    /** Empty: there is none, or none that we wrote. */
    Optional<Content> read() {
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(path)) {
            var store = KeyStore.getInstance(TYPE);
            store.load(in, password.toCharArray());
            var agents = identity(store, AGENTS);
            var people = identity(store, PEOPLE);
            var authority = store.getCertificate(AUTHORITY);
            return agents.isPresent() && people.isPresent() && authority != null
                    ? Optional.of(new Content(agents.get(), people.get(), (X509Certificate) authority))
                    : Optional.empty();
        } catch (IOException | GeneralSecurityException notOurs) {
            return Optional.empty();
        }
    }

    private Optional<Identity> identity(KeyStore store, String alias) throws GeneralSecurityException {
        var key = (PrivateKey) store.getKey(alias, password.toCharArray());
        var chain = store.getCertificateChain(alias);
        return key == null || chain == null
                ? Optional.empty()
                : Optional.of(new Identity(
                        key,
                        Arrays.stream(chain).map(X509Certificate.class::cast).toList()));
    }

    void write(Content content) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        var part = Files.createTempFile(
                path.toAbsolutePath().getParent(),
                ".tls",
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                var store = KeyStore.getInstance(TYPE);
                store.load(null, password.toCharArray());
                put(store, AGENTS, content.agents());
                put(store, PEOPLE, content.people());
                store.setCertificateEntry(AUTHORITY, content.authority());
                store.store(out, password.toCharArray());
            } catch (GeneralSecurityException unwritable) {
                throw new IOException(unwritable);
            }
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Never shows the password: records are logged. */
    @Override
    public String toString() {
        return "KeyStoreFile[" + path + "]";
    }

    private void put(KeyStore store, String alias, Identity identity) throws GeneralSecurityException {
        store.setKeyEntry(
                alias, identity.key(), password.toCharArray(), identity.chain().toArray(Certificate[]::new));
    }
}
