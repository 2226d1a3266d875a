package io.pulsefleet.agent.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key that never leaves the host, and what it is certified by (PU-02). openssl stands for the hub. */
class ProofTest {

    @TempDir
    Path folder;

    private Certifier certifier;
    private Map<String, String> settings;

    @BeforeEach
    void anAuthority() throws Exception {
        certifier = Certifier.in(folder);
        settings = new HashMap<>(Map.of(
                "pulse.hub.url",
                "https://hub:9444",
                "pulse.hub.fingerprint",
                Papers.fingerprint(certifier.authority())));
    }

    @Test
    void opensslTakesTheRequestAndSeesItsKeySigned() throws Exception {
        assertThat(certifier.subjectOf(Csr.of(Csr.freshKeys(), "web-1")))
                .contains("verify OK")
                .contains("CN = web-1");
    }

    @Test
    void theKeyIsOnDiskBeforeItIsAskedForAndIsThatOfTheNextTry() throws Exception {
        var first = proof().request("web-1");

        var request = proof().request("web-1");

        assertThat(keyOf(request)).isEqualTo(keyOf(first));
        assertThat(modeOf("agent/identity.next.pem")).isEqualTo("rw-------");
    }

    @Test
    void whatTheHubAnsweredIsShownFromThenOnAndAfterARestart() throws Exception {
        var proof = proof();
        var before = proof.tls();
        assertThat(proof.isThere()).isFalse();

        proof.take(Optional.of("the token"), certifier.certify(proof.request("web-1")), certifier.authorityText());

        assertThat(proof.isThere()).isTrue();
        assertThat(proof.tls()).isNotSameAs(before).isSameAs(proof.tls());
        assertThat(modeOf("agent/identity.pem")).isEqualTo("rw-------");
        assertThat(Files.exists(folder.resolve("agent/identity.next.pem"))).isFalse();
        assertThat(Files.readString(folder.resolve("agent/identity.pem"))).doesNotContain("the token");
        var restarted = proof();
        assertThat(restarted.certificate()).isEqualTo(proof.certificate());
        assertThat(restarted.isJoinedWith("the token")).isTrue();
        assertThat(restarted.isJoinedWith("another")).isFalse();
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initVerify(restarted.certificate().orElseThrow());
        signature.update("nonce".getBytes(StandardCharsets.UTF_8));
        assertThat(signature.verify(restarted.sign("nonce".getBytes(StandardCharsets.UTF_8))))
                .isTrue();
    }

    @Test
    void renewalIsDueAtTwoThirdsOfItsLife() throws Exception {
        var proof = proof();
        proof.take(Optional.of("t"), certifier.certify(proof.request("web-1")), certifier.authorityText());
        var from = proof.certificate().orElseThrow().getNotBefore().toInstant();

        assertThat(proof.renewAt()).hasValue(from.plusSeconds(2 * 24 * 3600));
    }

    @Test
    void aCertificateForAnotherKeyIsNotTaken() throws Exception {
        var proof = proof();
        proof.request("web-1");
        var others = certifier.certify(Csr.of(Csr.freshKeys(), "web-1"));

        assertThatThrownBy(() -> proof.take(Optional.of("t"), others, certifier.authorityText()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("for another key");
        assertThat(proof.isThere()).isFalse();
    }

    @Test
    void papersOfAnotherHubCountForNothing() throws Exception {
        var proof = proof();
        proof.take(Optional.of("t"), certifier.certify(proof.request("web-1")), certifier.authorityText());

        settings.put("pulse.hub.fingerprint", "sha256:" + "0".repeat(64));

        assertThat(proof().isThere()).isFalse();
        assertThat(proof().certificate()).isEmpty();
    }

    @Test
    void theHubIsKnownByItsFingerprintOnly() throws Exception {
        var server = Certifier.read(certifier.certify(Csr.of(Csr.freshKeys(), "hub")));
        var chain = new X509Certificate[] {server, certifier.authority()};

        new KnownHub(Papers.fingerprint(certifier.authority())).checkServerTrusted(chain, "UNKNOWN");

        assertThatThrownBy(() -> new KnownHub("sha256:" + "0".repeat(64)).checkServerTrusted(chain, "UNKNOWN"))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("not the hub of the join line");
        var other = Certifier.in(Files.createDirectories(folder.resolve("other")));
        var forged = new X509Certificate[] {
            Certifier.read(other.certify(Csr.of(Csr.freshKeys(), "hub"))), certifier.authority()
        };
        assertThatThrownBy(() ->
                        new KnownHub(Papers.fingerprint(certifier.authority())).checkServerTrusted(forged, "UNKNOWN"))
                .as("the authority's certificate is for everybody to have")
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void withoutAFingerprintOrOverPlainHttpAHostShowsAToken() {
        assertThat(proof().isWanted()).isTrue();
        settings.put("pulse.hub.url", "http://hub:9080");
        assertThat(proof().isWanted()).isFalse();
        settings.put("pulse.hub.url", "none");
        assertThat(proof().isWanted()).isFalse();
    }

    private Proof proof() {
        var proof = new Proof(new Settings(name -> Optional.ofNullable(settings.get(name))));
        proof.open(folder.resolve("agent"));
        return proof;
    }

    private static byte[] keyOf(String request) {
        var der = Pem.parts("CERTIFICATE REQUEST", request).get(0);
        return Arrays.copyOfRange(der, 3, 100);
    }

    private String modeOf(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
    }
}
