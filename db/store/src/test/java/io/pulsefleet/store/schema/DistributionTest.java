package io.pulsefleet.store.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.OwnPostgres;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What docs/scale.md says about distributing the tables by agent: Citus wants the column in each unique key and each
 * foreign key of a distributed table, TimescaleDB wants the moment in each unique key of a hypertable. Neither extension
 * is here: this is about our tables, not about them.
 */
class DistributionTest {

    /** By agent, each agent's rows of all of them beside each other. */
    private static final List<String> DISTRIBUTED = List.of(
            "agent_sets",
            "document",
            "frame",
            "heartbeats",
            "host_event",
            "job_runs",
            "latest",
            "ledger",
            "log_line",
            "pack",
            "pg_lock",
            "pg_log_entry",
            "pg_sample",
            "pg_session",
            "pg_statement",
            "pg_statement_text",
            "pg_target",
            "receipt",
            "rollup",
            "unpacked",
            "unpacked_slice");

    /** A copy on each node: the distributed ones are joined with them. */
    private static final List<String> REFERENCE = List.of("agents", "metric_set", "retention");

    /** On the coordinator only: nothing of the road reads them with an agent's rows. */
    private static final List<String> LOCAL = List.of(
            "api_heartbeats",
            "api_heartbeats_stale",
            "api_keys",
            "api_monitor_secrets",
            "api_monitors",
            "audit",
            "audit_begun",
            "audit_chain",
            "authority",
            "batch_server",
            "certificate",
            "channel_hubs",
            "channels",
            "command_registries",
            "commands",
            "dashboard",
            "database_target",
            "database_test",
            "datacenters",
            "fleet_settings_agent",
            "fleet_settings_known",
            "fleet_settings_rollout",
            "fleet_settings_version",
            "flyway_schema_history",
            "join_token",
            "join_tokens",
            "lease",
            "maintenance_windows",
            "packed",
            "regions",
            "saved_view",
            "schedules",
            "sessions",
            "sign_in_places",
            "uptime_day",
            "uptime_due",
            "uptime_event",
            "uptime_grant",
            "uptime_hour",
            "uptime_incident",
            "uptime_incident_note",
            "uptime_lease",
            "uptime_month",
            "uptime_plan",
            "uptime_rolled",
            "uptime_standing",
            "uptime_state",
            "uptime_trial",
            "uptime_watch",
            "users");

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    @Test
    void everyTableHasItsPlace() throws Exception {
        var placed = new TreeSet<>(DISTRIBUTED);
        placed.addAll(REFERENCE);
        placed.addAll(LOCAL);

        assertThat(postgres.query("""
                SELECT relname FROM pg_class
                WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace
                ORDER BY relname""")).containsExactlyElementsOf(placed);
    }

    @Test
    void aDistributedTableHasItsAgentAlwaysAndAsTheSameType() throws Exception {
        assertThat(postgres.query("""
                SELECT attrelid::regclass::text FROM pg_attribute
                WHERE attname = 'agent' AND atttypid = 'int'::regtype AND attnotnull
                  AND attrelid = ANY ('%s'::regclass[]) ORDER BY 1""".formatted(distributed()))).containsExactlyElementsOf(DISTRIBUTED);
    }

    @Test
    void eachUniqueKeyOfADistributedTableHoldsTheAgent() throws Exception {
        assertThat(postgres.query("""
                SELECT i.indexrelid::regclass::text FROM pg_index i
                WHERE i.indrelid = ANY ('%s'::regclass[]) AND i.indisunique
                  AND NOT EXISTS (SELECT FROM pg_attribute a
                                  WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) AND a.attname = 'agent')
                """.formatted(distributed()))).isEmpty();
    }

    /** To a reference table it may point by anything. */
    @Test
    void eachForeignKeyOfADistributedTableHoldsTheAgentOrPointsToAReferenceTable() throws Exception {
        assertThat(postgres.query("""
                SELECT conrelid::regclass || ' ' || conname FROM pg_constraint c
                WHERE contype = 'f' AND conparentid = 0 AND conrelid = ANY ('%1$s'::regclass[])
                  AND confrelid <> ALL ('%2$s'::regclass[])
                  AND NOT EXISTS (SELECT FROM pg_attribute a
                                  WHERE a.attrelid = conrelid AND a.attnum = ANY (conkey) AND a.attname = 'agent')
                """.formatted(distributed(), array(REFERENCE))))
                .isEmpty();
        assertThat(postgres.query("""
                SELECT conrelid::regclass || ' ' || conname FROM pg_constraint
                WHERE contype = 'f' AND conrelid = ANY ('%s'::regclass[])
                """.formatted(array(REFERENCE))))
                .as("a reference table points to none that is not")
                .isEmpty();
    }

    @Test
    void noTableThatIsNotLocalHasATriggerOfOurs() throws Exception {
        assertThat(postgres.query("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"))
                .isSubsetOf(LOCAL);
    }

    /** PostgreSQL demands it of partitioned tables; TimescaleDB of hypertables, which these would be instead. */
    @Test
    void eachUniqueKeyOfATableInTimeHoldsTheTimeThatItIsDividedBy() throws Exception {
        assertThat(postgres.query("""
                SELECT p.partrelid::regclass || ' by ' || a.attname FROM pg_partitioned_table p
                JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0]
                WHERE NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = p.partrelid AND i.indisunique
                                    AND a.attnum <> ALL (i.indkey))
                ORDER BY 1"""))
                .containsExactly(
                        "api_heartbeats by slot_at",
                        "api_heartbeats_stale by slot_at",
                        "document by received_at",
                        "frame by received_at",
                        "heartbeats by at",
                        "host_event by received_at",
                        "log_line by received_at",
                        "pack by from_at",
                        "pg_lock by received_at",
                        "pg_log_entry by received_at",
                        "pg_sample by received_at",
                        "pg_session by received_at",
                        "pg_statement by received_at",
                        "rollup by from_at",
                        "uptime_day by from_at",
                        "uptime_hour by from_at");
    }

    private static String distributed() {
        return array(DISTRIBUTED);
    }

    private static String array(List<String> tables) {
        return "{" + String.join(",", tables) + "}";
    }
}
