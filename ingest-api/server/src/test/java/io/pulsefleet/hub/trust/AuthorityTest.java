package io.pulsefleet.hub.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.hub.trust.KeyStoreFile.Content;
import io.pulsefleet.hub.trust.KeyStoreFile.Identity;
import io.pulsefleet.store.trust.Certificates.Holder;
import io.pulsefleet.store.trust.Issued;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the hub's own authority signs, and what it takes (PU-02, SP-13). */
class AuthorityTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Duration LIFE = Duration.ofDays(90);
    private static final UUID AGENT = UUID.fromString("6f1c0000-0000-4000-8000-000000000001");

    private final Authority authority = Authority.make("PulseFleet authority", NOW);

    @Test
    void itSignsItselfAndMaySignOthersOneLevelDown() throws Exception {
        var own = authority.certificate();

        own.verify(own.getPublicKey());
        assertThat(own.getSubjectX500Principal()).hasToString("CN=PulseFleet authority");
        assertThat(own.getBasicConstraints()).isZero();
        assertThat(own.getKeyUsage()).containsExactly(false, false, false, false, false, true, true, false, false);
        assertThat(own.getNotAfter().toInstant()).isEqualTo("2036-11-19T10:00:00Z");
        assertThat(authority.fingerprint()).matches("sha256:[0-9a-f]{64}");
    }

    @Test
    void aHostsCertificateIsAClientsAndNamesTheAgent() throws Exception {
        var given = host(authority);

        assertThat(authority.hasSigned(given)).isTrue();
        assertThat(given.getSubjectX500Principal()).hasToString("CN=" + AGENT);
        assertThat(given.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(given.getBasicConstraints()).as("signs nobody").isEqualTo(-1);
        assertThat(given.getNotAfter().toInstant()).isEqualTo("2027-02-20T10:00:00Z");
        assertThat(given.getSerialNumber().bitLength()).isEqualTo(127);
    }

    @Test
    void aShortLifeIsRenewedAtItsSecondThirdToo() {
        var given = authority.certifyHost(Authority.freshKeys().getPublic(), AGENT, NOW, Duration.ofMinutes(10));

        assertThat(Lifetime.of(given).from()).isEqualTo(NOW.minusSeconds(60));
        assertThat(Lifetime.of(given).renewAt()).isEqualTo(NOW.plusSeconds(380));
    }

    @Test
    void theHubsOwnIsAServersAndNamesItsNames() throws Exception {
        var names = List.of("hub.example", "192.0.2.1", "2001:db8::1");

        var given = authority.certifyServer(Authority.freshKeys().getPublic(), names, NOW);

        assertThat(given.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(ServerNames.areIn(given, names)).isTrue();
        assertThat(ServerNames.areIn(given, List.of("2001:DB8:0::1"))).isTrue();
        assertThat(ServerNames.areIn(given, List.of("hub.example", "another"))).isFalse();
    }

    @Test
    void itIsServedUntilTwoThirdsOfItsLifeAreOverOrANameIsMissing() {
        var names = Set.of("hub.example");
        var given = authority.certifyServer(Authority.freshKeys().getPublic(), names, NOW);
        var dueAt = Lifetime.of(given).renewAt();

        assertThat(dueAt)
                .isEqualTo(NOW.minus(Duration.ofDays(1))
                        .plus(Duration.ofDays(398).multipliedBy(2).dividedBy(3)));
        assertThat(ServerCertificate.isGood(given, authority, names, dueAt.minusSeconds(1)))
                .isTrue();
        assertThat(ServerCertificate.isGood(given, authority, names, dueAt)).isFalse();
        assertThat(ServerCertificate.isGood(given, authority, Set.of("hub.example", "new"), NOW))
                .isFalse();
        assertThat(ServerCertificate.isGood(given, Authority.make("PulseFleet authority", NOW), names, NOW))
                .as("of the same name, with another key")
                .isFalse();
    }

    @Test
    void aCertificateIsRefusedForItsOwnReason() {
        var given = host(authority);

        assertThat(refusal(given, null, null, 7, NOW)).isEmpty();
        assertThat(refusal(given, null, null, 7, NOW.plus(LIFE))).contains(Refusal.CERTIFICATE_EXPIRED);
        assertThat(refusal(given, null, null, 7, NOW.minus(LIFE))).contains(Refusal.CERTIFICATE_EXPIRED);
        assertThat(refusal(given, null, null, 0, NOW)).contains(Refusal.CERTIFICATE_UNKNOWN);
        assertThat(refusal(given, NOW, null, 7, NOW)).contains(Refusal.CERTIFICATE_REVOKED);
        assertThat(refusal(given, null, NOW.minusSeconds(119), 7, NOW)).isEmpty();
        assertThat(refusal(given, null, NOW.minusSeconds(121), 7, NOW)).contains(Refusal.CERTIFICATE_SUPERSEDED);
        assertThat(Holders.refusal(given, Optional.empty(), NOW)).contains(Refusal.CERTIFICATE_UNKNOWN);
        assertThat(authority.hasSigned(host(Authority.make("PulseFleet authority", NOW))))
                .isFalse();
    }

    private static Optional<Refusal> refusal(
            X509Certificate given, Instant revoked, Instant superseded, int number, Instant now) {
        var kept = new Issued(
                "a", AGENT, new byte[0], new byte[0], null, NOW, NOW.plus(LIFE), NOW, superseded, revoked, null, null);
        return Holders.refusal(given, Optional.of(new Holder(kept, number)), now);
    }

    @Test
    void oneThatIsGivenMustBeAnAuthoritysAndHaveItsKey() {
        var keys = Authority.freshKeys();
        var leaf = authority.certifyHost(keys.getPublic(), AGENT, NOW, LIFE);

        assertThat(Authority.given(authority.certificate(), authority.key())).isEqualTo(authority);
        assertThatThrownBy(() -> Authority.given(leaf, keys.getPrivate())).hasMessageContaining("is no authority's");
        assertThatThrownBy(() -> Authority.given(authority.certificate(), keys.getPrivate()))
                .hasMessageContaining("does not belong");
        assertThat(Pem.key(Pem.of(authority.key()))).isEqualTo(authority.key());
        assertThatThrownBy(() -> Pem.key("nonsense")).hasMessageContaining("must hold a private key");
        assertThatThrownBy(() -> Pem.certificates("nonsense")).hasMessageContaining("must hold a certificate");
    }

    @Test
    void theKeyStoreIsForItsOwnersEyesAndReadAgainAsItWasWritten(@TempDir Path folder) throws Exception {
        var keys = Authority.freshKeys();
        var chain = List.of(authority.certifyServer(keys.getPublic(), List.of("hub"), NOW), authority.certificate());
        var identity = new Identity(keys.getPrivate(), chain);
        var content = new Content(identity, identity, authority.certificate());
        var file = new KeyStoreFile(folder.resolve("hub/tls.p12"), "secret");
        assertThat(file.read()).isEmpty();

        file.write(content);

        assertThat(file.read()).contains(content);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        assertThat(new KeyStoreFile(file.path(), "another").read()).isEmpty();
        try (var all = Files.list(folder.resolve("hub"))) {
            assertThat(all).containsExactly(file.path());
        }
    }

    @Test
    void aRequestProvesThatItsSenderHasTheKey() throws Exception {
        var keys = Authority.freshKeys();

        assertThat(HostRequest.read(Host.request(keys)).key()).isEqualTo(keys.getPublic());
        assertThatThrownBy(() -> HostRequest.read(Host.request(keys, Authority.freshKeys())))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.why()).isEqualTo(Refusal.REQUEST_UNPROVEN));
    }

    @Test
    void aTokenIsReadAsItIsShown() {
        var token = JoinTokenText.make();

        assertThat(JoinTokenText.read(token.shown())).contains(token);
        assertThat(token.hasHash(token.hash())).isTrue();
        assertThat(token.hasHash(JoinTokenText.make().hash())).isFalse();
        assertThat(token.toString()).doesNotContain(token.secret());
        assertThat(JoinTokenText.read(token.shown() + "x")).isEmpty();
        assertThat(JoinTokenText.read("join-token-of-the-tests")).isEmpty();
    }

    @Test
    void guessesAreFreeForAWhileThenEachWaitIsTwiceAsLong() {
        var guesses = new Guesses();
        for (int i = 0; i < Guesses.FREE - 1; i++) {
            guesses.wrong("192.0.2.1", NOW);
            assertThat(guesses.wait("192.0.2.1", NOW)).isZero();
        }
        guesses.wrong("192.0.2.1", NOW);
        assertThat(guesses.wait("192.0.2.1", NOW)).isEqualTo(Duration.ofSeconds(1));
        guesses.wrong("192.0.2.1", NOW);
        assertThat(guesses.wait("192.0.2.1", NOW)).isEqualTo(Duration.ofSeconds(2));
        assertThat(guesses.wait("192.0.2.2", NOW)).isZero();
        for (int i = 0; i < 99; i++) {
            guesses.wrong("192.0.2.1", NOW);
        }
        assertThat(guesses.wait("192.0.2.1", NOW)).isEqualTo(Guesses.LONGEST);
        guesses.right("192.0.2.1");
        assertThat(guesses.wait("192.0.2.1", NOW)).isZero();
    }

    @Test
    void twoStartsThatBeatByTurnsAreOfTwo() {
        assertThat(starts("a", "a", "b", "b", "c").areOfTwo()).isFalse();
        assertThat(starts("a", "b", "a").areOfTwo()).as("one that was late").isFalse();
        assertThat(starts("a", "b", "a", "a", "b").areOfTwo()).isTrue();
        assertThat(starts("a", "b", "a", "c", "d").areOfTwo()).isFalse();
    }

    private static Starts starts(String first, String... boots) {
        var starts = Starts.of(first);
        for (var boot : boots) {
            starts = starts.after(boot);
        }
        return starts;
    }

    private static X509Certificate host(Authority signing) {
        return signing.certifyHost(Authority.freshKeys().getPublic(), AGENT, NOW, LIFE);
    }
}
