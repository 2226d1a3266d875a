package io.pulsefleet.store.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.OwnPostgres;
import java.nio.file.Path;
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
            postgres.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
            Flyway.configure(MigrationTest.class.getClassLoader())
                    .dataSource(postgres.database().source())
                    .locations("classpath:db/migration")
                    .target("6")
                    .load()
                    .migrate();
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
}
