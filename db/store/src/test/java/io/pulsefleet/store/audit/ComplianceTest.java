package io.pulsefleet.store.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.audit.Compliance.Account;
import io.pulsefleet.store.audit.Compliance.Action;
import io.pulsefleet.store.audit.Compliance.Doer;
import io.pulsefleet.store.audit.Compliance.FailedSignIns;
import io.pulsefleet.store.audit.Compliance.HostCertificate;
import io.pulsefleet.store.audit.Compliance.Token;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an auditor asks is answered from the log and the tables of who may come in (SP-13). */
class ComplianceTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(60);
    private static final String KEY = "6f1c0000-0000-0000-0000-000000000001";

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private final Compliance compliance = new Compliance(postgres.database());

    @BeforeAll
    static void write() throws Exception {
        postgres.execute("INSERT INTO users (id, name, password_hash, role, groups, created_at, updated_at,"
                + " password_changed_at, last_sign_in_at) VALUES"
                + " (1, 'alice', 'x', 'admin', '{*}', '2026-11-22T12:00Z', '2026-11-22T12:00Z', '2026-11-22T12:00Z',"
                + " '2026-11-22T12:01Z'),"
                + " (2, 'bob', 'x', 'viewer', '{web}', '2026-11-22T12:00Z', '2026-11-22T12:01Z', '2026-11-22T12:00Z', NULL);"
                + " INSERT INTO api_keys (id, name, hash, sends, role, expires_at, created_at) VALUES ('" + KEY
                + "', 'ci', '\\x00', '{postgres,pulse}', 'operator', '2026-11-22T12:01Z', '2026-11-22T12:00Z')");
        postgres.execute(
                "INSERT INTO agents (id, hostname, addresses, os, kernel, arch, cpus, memory_bytes, version, boot)"
                        + " VALUES ('" + KEY + "', 'web-1', '{}', '', '', '', 1, 1, '', '');"
                        + " INSERT INTO join_token (id, name, hash, uses, uses_left, created_at, created_by, expires_at) VALUES ('"
                        + KEY
                        + "', 'web', '\\x00', 1, 0, now(), 'alice', now());"
                        + certificate("a1", "NULL", "'2026-11-22T11:00Z'", "'2026-11-22T11:59Z'", "NULL", "NULL")
                        + certificate(
                                "b1",
                                "NULL",
                                "'2026-11-22T12:00Z'",
                                "'2026-11-22T13:00Z'",
                                "NULL",
                                "'2026-11-22T12:00Z'")
                        + certificate(
                                "c1", "'" + KEY + "'", "'2026-11-22T12:00Z'", "'2026-11-22T14:00Z'", "NULL", "NULL")
                        + certificate("d1", "NULL", "'2026-11-22T12:01Z'", "'2026-11-22T13:30Z'", "NULL", "NULL")
                        + certificate(
                                "e1",
                                "NULL",
                                "'2026-11-22T11:00Z'",
                                "'2026-11-22T14:00Z'",
                                "'2026-11-22T11:30Z'",
                                "NULL"));
        new Chain(postgres.database())
                .begin(
                        List.of(
                                entry(NOON, "alice", "user", "session.begin", "", "done", ""),
                                entry(LATER, "alice", "user", "session.begin", "", "done", ""),
                                entry(NOON, "eve", "nobody", "session.begin", "", "refused", "password not known"),
                                entry(
                                        LATER,
                                        "eve",
                                        "nobody",
                                        "session.begin",
                                        "",
                                        "refused",
                                        "{\"more\":9998,\"since\":\"s\"}"),
                                entry(NOON, "mallory", "nobody", "session.begin", "", "refused", "password not known"),
                                entry(NOON, "alice", "user", "api-key.make", "api-key/" + KEY, "done", "{}"),
                                entry(NOON, "alice", "user", "monitor.change", "monitor/1", "done", "{\"more\""),
                                entry(LATER, "alice", "user", "monitor.change", "monitor/2", "failed", ""),
                                entry(NOON, "bob", "user", "monitor.change", "monitor/2", "refused", ""),
                                entry(
                                        LATER,
                                        "bob",
                                        "user",
                                        "monitor.change",
                                        "",
                                        "refused",
                                        "{\"more\":2,\"since\":\"s\"}"),
                                entry(
                                        LATER.plusSeconds(1),
                                        "bob",
                                        "user",
                                        "monitor.add",
                                        "",
                                        "done",
                                        "not of the span")),
                        List.of())
                .write();
    }

    @Test
    void accountsWithTheirLastSignIn() {
        assertThat(compliance.accounts())
                .containsExactly(
                        new Account("alice", "admin", List.of("*"), false, NOON, NOON, NOON, LATER),
                        new Account("bob", "viewer", List.of("web"), false, NOON, LATER, NOON, null));
    }

    @Test
    void tokensAndWhoMadeThem() {
        assertThat(compliance.tokens())
                .containsExactly(new Token(
                        "ci", List.of("postgres", "pulse", "operator"), List.of("*"), "alice", NOON, LATER, null));
    }

    @Test
    void certificatesThatWereRevokedAndThoseThatAreGood() {
        assertThat(compliance.certificates(NOON, LATER))
                .containsExactly(
                        new HostCertificate(
                                "web-1", "b1", "", NOON, NOON.plusSeconds(3600), NOON, "alice", "it was stolen"),
                        new HostCertificate("web-1", "c1", "web", NOON, NOON.plusSeconds(7200), null, "", ""));
        assertThat(compliance.certificates(LATER, LATER.plusSeconds(1)))
                .extracting(HostCertificate::serial)
                .containsExactly("d1", "c1");
    }

    @Test
    void failedSignInsWithThoseThatWereOnlyCounted() {
        assertThat(compliance.failedSignIns(NOON, LATER.plusSeconds(1)))
                .containsExactly(
                        new FailedSignIns("eve", "192.0.2.7", 9_999, NOON, LATER),
                        new FailedSignIns("mallory", "192.0.2.7", 1, NOON, NOON));
    }

    @Test
    void changesByActionAndByWho() {
        assertThat(compliance.changesByAction(NOON, LATER.plusSeconds(1)))
                .containsExactly(new Action("api-key.make", 1, 0, 0), new Action("monitor.change", 1, 3, 1));
        assertThat(compliance.changesByWho(NOON, LATER.plusSeconds(1)))
                .containsExactly(new Doer("alice", "user", 2, 0, 1, LATER), new Doer("bob", "user", 0, 3, 0, LATER));
    }

    private static String certificate(
            String serial, String token, String issued, String over, String superseded, String revoked) {
        return "INSERT INTO certificate (serial, agent, der, public_key_hash, join_token, issued_at, not_after, superseded_at,"
                + " revoked_at, revoked_by, reason) SELECT '%s', '%s', '\\x00', '\\x00', %s, %s, %s, %s, at,"
                        .formatted(serial, KEY, token, issued, over, superseded)
                + " CASE WHEN at IS NOT NULL THEN 'alice' END, CASE WHEN at IS NOT NULL THEN 'it was stolen' END"
                + " FROM (SELECT %s::timestamptz AS at) revoked;".formatted(revoked);
    }

    private static Entry entry(
            Instant at, String who, String kind, String action, String object, String outcome, String detail) {
        return new Entry(at, who, kind, "192.0.2.7", action, object, outcome, detail);
    }
}
