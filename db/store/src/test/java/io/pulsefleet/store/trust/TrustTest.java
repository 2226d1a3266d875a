package io.pulsefleet.store.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.targets.Sealed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Join tokens, certificates and the one authority, as they are kept (PU-02). */
class TrustTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private Invitations invitations;
    private Certificates certificates;

    @BeforeEach
    void nothingIsKept() throws Exception {
        postgres.execute("TRUNCATE authority, certificate, join_token");
        invitations = new Invitations(postgres.database());
        certificates = new Certificates(postgres.database());
    }

    @Test
    void ofTwoAtOnceThatWantTheLastUseOneGetsIt() throws Exception {
        var token = invited(3, TOMORROW);
        var threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Boolean> one = () -> invitations.use(token.id(), NOW);
            var got = new ArrayList<Boolean>();
            for (var future : threads.invokeAll(List.of(one, one, one, one, one, one, one, one))) {
                got.add(future.get());
            }
            assertThat(got).filteredOn(yes -> yes).hasSize(3);
        } finally {
            threads.shutdown();
        }
        assertThat(invitations.find(token.id()).orElseThrow().usesLeft()).isZero();
    }

    @Test
    void aTokenThatExpiredOrWasRemovedIsOfNoUse() {
        var over = invited(1, NOW);
        var removed = invited(1, TOMORROW);
        var good = invited(1, TOMORROW);

        assertThat(invitations.remove(removed.id(), NOW.plusSeconds(60))).isTrue();
        assertThat(invitations.remove(removed.id(), NOW.plusSeconds(60))).isFalse();
        assertThat(invitations.use(over.id(), NOW)).isFalse();
        assertThat(invitations.use(removed.id(), NOW)).isFalse();
        assertThat(invitations.use(good.id(), NOW)).isTrue();
        assertThat(invitations.all()).extracting(Invitation::id).containsExactlyInAnyOrder(over.id(), good.id());
    }

    @Test
    void aTokenSaysWhatItGivesAndWhoJoinedWithIt() {
        var token = invited(2, TOMORROW);
        var agent = UUID.randomUUID();
        certificates.add(issued("a1", agent, token.id(), NOW));

        var found = invitations.find(token.id()).orElseThrow();

        assertThat(found)
                .usingRecursiveComparison()
                .isEqualTo(new Invitation(
                        token.id(),
                        "web",
                        new byte[] {1},
                        2,
                        2,
                        "web servers",
                        Map.of("env", "prod", "site", "fra"),
                        NOW,
                        "admin",
                        TOMORROW,
                        null,
                        List.of(agent)));
    }

    @Test
    void theSuccessorsFirstUseEndsTheOneBefore() {
        var agent = UUID.randomUUID();
        certificates.add(issued("a1", agent, null, NOW));
        certificates.add(issued("a2", agent, null, NOW.plusSeconds(1)));
        certificates.add(issued("b1", UUID.randomUUID(), null, NOW));

        assertThat(certificates.of(agent)).extracting(Issued::supersededAt).containsOnlyNulls();
        certificates.used(certificates.holder("a2").orElseThrow().certificate(), NOW.plusSeconds(2));

        assertThat(certificates.of(agent)).extracting(Issued::serial).containsExactly("a2", "a1");
        assertThat(certificates.of(agent)).extracting(Issued::supersededAt).containsExactly(null, NOW.plusSeconds(2));
        assertThat(certificates.of(agent)).extracting(Issued::firstUsedAt).containsExactly(NOW.plusSeconds(2), null);
        assertThat(certificates.holder("b1").orElseThrow().certificate().supersededAt())
                .isNull();
    }

    @Test
    void revocationTakesAllOfAnAgentAndSaysWhoAndWhy() {
        var agent = UUID.randomUUID();
        var token = invited(1, TOMORROW);
        certificates.add(issued("a1", agent, token.id(), NOW));
        certificates.add(issued("a2", agent, null, NOW));

        assertThat(certificates.given(token.id(), new byte[] {2})).isPresent();
        assertThat(certificates.revoke(agent, NOW, "admin", "sold")).isEqualTo(2);
        assertThat(certificates.revoke(agent, NOW, "admin", "again")).isZero();

        assertThat(certificates.of(agent)).extracting(Issued::reason).containsExactly("sold", "sold");
        assertThat(certificates.of(agent)).extracting(Issued::revokedBy).containsOnly("admin");
        assertThat(certificates.given(token.id(), new byte[] {2})).isEmpty();
        assertThat(certificates.holder("a1").orElseThrow().number()).isZero();
        assertThat(certificates.holder("none")).isEmpty();
    }

    @Test
    void theFirstAuthorityStays() {
        var authorities = new Authorities(postgres.database());
        assertThat(authorities.find()).isEmpty();

        authorities.offer(new Authorities.Stored(new byte[] {1}, new Sealed("k", new byte[] {2})), NOW);
        authorities.offer(new Authorities.Stored(new byte[] {9}, new Sealed("x", new byte[] {9})), NOW);

        var kept = authorities.find().orElseThrow();
        assertThat(kept.certificate()).containsExactly(1);
        assertThat(kept.key().key()).isEqualTo("k");
        assertThat(kept.key().bytes()).containsExactly(2);
    }

    private Invitation invited(int uses, Instant expiresAt) {
        var made = new Invitation(
                UUID.randomUUID(),
                "web",
                new byte[] {1},
                uses,
                uses,
                "web servers",
                Map.of("env", "prod", "site", "fra"),
                NOW,
                "admin",
                expiresAt,
                null,
                List.of());
        invitations.add(made);
        return made;
    }

    private static Issued issued(String serial, UUID agent, UUID joinToken, Instant at) {
        return Issued.now(serial, agent, new byte[] {1}, new byte[] {2}, joinToken, at, TOMORROW);
    }
}
