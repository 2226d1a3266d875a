package io.pulsefleet.hub.command;

import io.pulsefleet.hub.Recent;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.CertifiedAgents;
import io.pulsefleet.hub.access.Tokens;
import io.pulsefleet.hub.command.Handshake.Refusal;
import io.pulsefleet.store.command.Channels;
import io.pulsefleet.wire.channel.ChannelMessage.Proof;
import io.pulsefleet.wire.channel.TokenProof;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** Who proves to be whom (PU-03). */
@ApplicationScoped
public class Proofs {

    private static final int MOST_REMEMBERED = 50_000;

    @Inject
    Instance<CertifiedAgents> certified;

    @Inject
    Channels channels;

    private final Recent<String, Boolean> proven = new Recent<>(MOST_REMEMBERED);

    /** Who it is, and whether what it was proven with is still good: rights may be taken away while one talks. */
    record Proven(Caller.Agent agent, BooleanSupplier stillGood) {}

    /** What becomes of a proof: one of the two is there. */
    record Verdict(Optional<Proven> proven, Optional<Refusal> refusal) {

        static Verdict of(Caller.Agent agent, BooleanSupplier stillGood) {
            return new Verdict(Optional.of(new Proven(agent, stillGood)), Optional.empty());
        }

        static Verdict of(Refusal refusal) {
            return new Verdict(Optional.empty(), Optional.of(refusal));
        }
    }

    static Handshake challenge() {
        return new Handshake(Tokens.fresh(), Instant.now());
    }

    Verdict judge(Handshake handshake, Proof proof) {
        var refusal = handshake.refusal(proof, isKnown(handshake, proof.nonce()), Instant.now());
        if (refusal.isPresent()) {
            return Verdict.of(refusal.get());
        }
        return switch (proof.method()) {
            case Proof.MTLS -> byCertificate(proof);
            case Proof.TOKEN -> byToken(proof);
            default -> Verdict.of(Refusal.METHOD);
        };
    }

    /** From now on its own nonce is. */
    private synchronized boolean isKnown(Handshake handshake, String nonce) {
        var known = proven.find(nonce).isPresent();
        if (nonce.equals(handshake.nonce())) {
            proven.put(nonce, true);
        }
        return known;
    }

    private Verdict byToken(Proof proof) {
        return Optional.ofNullable(proof.agent())
                .flatMap(channels::token)
                .filter(token -> TokenProof.holds(proof.signature(), token.tokenHash(), proof.agent(), proof.nonce()))
                .map(token -> Verdict.of(
                        new Caller.Agent(proof.agent(), token.number()),
                        () -> isToken(proof.agent(), token.tokenHash())))
                .orElse(Verdict.of(Refusal.TOKEN));
    }

    private boolean isToken(UUID agent, byte[] hash) {
        return channels.token(agent)
                .filter(now -> Arrays.equals(now.tokenHash(), hash))
                .isPresent();
    }

    private Verdict byCertificate(Proof proof) {
        if (!certified.isResolvable()) {
            return Verdict.of(Refusal.NO_CERTIFICATES);
        }
        var certificate = read(proof.certificate());
        if (certificate.isEmpty()) {
            return Verdict.of(Refusal.CERTIFICATE_UNREADABLE);
        }
        if (!isSigned(proof, certificate.get())) {
            return Verdict.of(Refusal.SIGNATURE);
        }
        return certified
                .get()
                .holderOf(certificate.get())
                .map(agent -> Verdict.of(
                        agent, () -> certified.get().holderOf(certificate.get()).isPresent()))
                .orElse(Verdict.of(Refusal.CERTIFICATE_UNKNOWN));
    }

    private static Optional<X509Certificate> read(String pem) {
        if (pem == null) {
            return Optional.empty();
        }
        try {
            return Optional.of((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
        } catch (CertificateException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean isSigned(Proof proof, X509Certificate certificate) {
        try {
            var check = Signature.getInstance("SHA256withECDSA");
            check.initVerify(certificate);
            check.update(proof.nonce().getBytes(StandardCharsets.UTF_8));
            return check.verify(Base64.getDecoder().decode(proof.signature()));
        } catch (GeneralSecurityException | IllegalArgumentException anotherKeyOrNoSignature) {
            return false;
        }
    }
}
