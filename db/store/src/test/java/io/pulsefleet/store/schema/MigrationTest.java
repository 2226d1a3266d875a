package io.pulsefleet.store.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.OwnPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an older version has stored is there after the newer one has changed the tables. */
class MigrationTest {

    @TempDir
    Path folder;

    @Test
    void framesAndReceiptsOfTheFirstTablesAreCarriedOver() throws Exception {
        try (var postgres = OwnPostgres.startIn(folder)) {
            startAt("6", postgres);
            postgres.execute("INSERT INTO frame VALUES ('2026-11-20 10:00Z', 1, 1, '{1,NULL,NaN}');"
                    + " INSERT INTO log_line VALUES ('2026-11-20 10:00Z', 1, 's', '', 'a line', '{}');"
                    + " INSERT INTO document VALUES ('2026-11-20 10:00Z', 1, 'k', 't', 'json', '{}');"
                    + " INSERT INTO receipt (agent, segment) VALUES (1, 'b-1-0'), (1, 'b-1-1'), (1, 'b-1-3'),"
                    + " (1, 'b-1-007'), (2, 'named')");

            new Schema(postgres.database()).migrate();

            assertThat(postgres.query("SELECT at AT TIME ZONE 'UTC' || ' ' || values::text FROM frame"))
                    .containsExactly("2026-11-20 10:00:00 {1,NULL,NaN}");
            assertThat(postgres.query("SELECT text FROM log_line")).containsExactly("a line");
            assertThat(postgres.query("SELECT kind FROM document")).containsExactly("k");
            assertThat(postgres.query("SELECT agent || ' ' || segment FROM receipt_segment ORDER BY 1"))
                    .containsExactly("1 b-1-0", "1 b-1-007", "1 b-1-1", "1 b-1-3", "2 named");
            assertThat(postgres.query("SELECT taken::text || ' ' || segments FROM receipt WHERE stem = 'b-1'"))
                    .containsExactly("{[0,2),[3,4)} 3");
        }
    }

    @Test
    void whatWasRolledUpInTheOldFormIsRolledUpAnewWhereItsVisitsAreThere() throws Exception {
        try (var postgres = OwnPostgres.startIn(folder)) {
            startAt("18", postgres);
            postgres.execute(
                    "INSERT INTO pack SELECT level, 1, 1, 1, '2026-11-20Z', level + 1, '2026-11-20Z', '2026-11-20Z',"
                            + " '', '{}', '' FROM unnest(ARRAY[0, 600]) level;"
                            + " INSERT INTO rollup SELECT level, 1, 1, day, level + 1, '{1}', '{1}', '{1}', '{1}', '{1}'"
                            + " FROM unnest(ARRAY[3600, 86400]) level, unnest(ARRAY['2026-11-19Z', '2026-11-20Z']::timestamptz[]) day;"
                            + " INSERT INTO packed SELECT level, '2026-11-20', 0, level + 1, 1, 1, 1, 1, now(), now(), now(),"
                            + " CASE level WHEN 0 THEN 86401 END FROM unnest(ARRAY[0, 600]) level");

            new Schema(postgres.database()).migrate();

            assertThat(postgres.query("SELECT level FROM pack")).containsExactly("0");
            assertThat(
                            postgres.query(
                                    "SELECT concat_ws(' ', level, (from_at AT TIME ZONE 'UTC')::date, parts_from) FROM rollup ORDER BY 1"))
                    .containsExactly("3600 2026-11-19", "3600 2026-11-20", "86400 2026-11-19 0");
            assertThat(postgres.query("SELECT concat_ws(' ', level, rolled) FROM packed"))
                    .containsExactly("0");
        }
    }

    private static void startAt(String version, OwnPostgres postgres) throws SQLException {
        postgres.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        Flyway.configure(MigrationTest.class.getClassLoader())
                .dataSource(postgres.database().source())
                .locations("classpath:db/migration")
                .target(version)
                .load()
                .migrate();
    }
}
