package io.pulsefleet.agent.collect.sql;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.agent.collect.jdbc.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PA-02, PA-03 */
class QueriesFileTest {

    private static final String GOOD = """
            {
              "orders": {
                "description": "Orders of the window",
                "sql": "SELECT count(*) FROM orders WHERE at >= %(start_time)s AND at < %(end_time)s",
                "type": "count",
                "default": 0
              },
              "state": {"sql": ["SELECT state", "FROM shop"], "type": "single_value", "default": "unknown", "targets": ["shop"]},
              "host": {"type": "system"},
              "docker_metrics": {"description": "", "sql": "", "type": "docker", "default": {}}
            }
            """;

    @TempDir
    Path folder;

    private final Map<String, Dialect> targets =
            new HashMap<>(Map.of("shop", Dialect.POSTGRESQL, "crm", Dialect.MYSQL));
    private Path path;
    private QueriesFile file;

    @BeforeEach
    void aFile() {
        path = folder.resolve("queries.json");
        file = new QueriesFile(path, () -> targets);
    }

    /** PG-10: the hub may deliver one at any time. */
    @Test
    void isUnderstoodAnewWhenThereAreOtherDatabases() throws Exception {
        Files.writeString(path, GOOD.replace("[\"shop\"]", "[\"late\"]"));
        assertThat(file.inForce().absent()).get().asString().contains("no 'late'");

        targets.put("late", Dialect.POSTGRESQL);
        assertThat(told()).contains("for [late]");
        assertThat(file.inForce().absent()).isEmpty();

        targets.remove("late");
        assertThat(file.inForce().absent()).get().asString().contains("no 'late'");
    }

    @Test
    void readsItWhole() throws Exception {
        Files.writeString(path, GOOD);

        assertThat(told()).isEqualTo("""
                orders COUNT 0 for all: SELECT count(*) FROM orders WHERE at >= ? AND at < ?
                state SINGLE_VALUE "unknown" for [shop]: SELECT state
                FROM shop
                host SYSTEM null for all:\s
                docker_metrics DOCKER {} for all:\s""");
        assertThat(file.inForce().mistake()).isEmpty();
    }

    @Test
    void tellsEveryMistakeWithItsLineAndName() throws Exception {
        Files.writeString(path, """
                {
                  "orders": {"type": "count",
                    "sql": "DELETE FROM orders",
                    "default": "none", "tpye": 1},
                  "orders": {"type": "count", "sql": "SELECT 1"},
                  "a": {"type": "number", "sql": 7},
                  "b": {"type": "count"},
                  "c": 5,
                  "status": {"type": "count", "sql": "SELECT 1", "sql": "SELECT 2"},
                  "system_metrics": {"type": "count", "sql": "SELECT 1"},
                  "e": {"type": "system"},
                  "f": {"type": "system"},
                  "g": {"type": "count", "sql": "SELECT 1 # as MySQL writes"}
                }
                """);

        assertThatThrownBy(file::inForce)
                .isInstanceOf(BrokenQueriesException.class)
                .satisfies(broken -> assertThat(
                                broken.getMessage().replace("; ", "\n").replace(path + ": ", ""))
                        .isEqualTo("""
                        line 3, orders: sql: begins with 'DELETE'
                        only SELECT, WITH, VALUES, TABLE and SHOW are asked
                        line 4, orders: default: must be a number or null
                        line 4, orders: no such field 'tpye'
                        line 6, a: type: must be count, single_value, docker or system, not 'number'
                        line 6, a: sql: must be a text
                        line 6, a: sql: there is no statement in it
                        line 7, b: sql: there is no statement in it
                        line 8, c: must be an object
                        line 9, status: 'sql' is there twice
                        line 9, status: the payload has something else of that name
                        line 10, system_metrics: the payload has something else of that name
                        line 12, f: there is another of its type"""));
    }

    /** A database that was removed at the hub must not take the others' queries with it at the agent's next start. */
    @Test
    void aDatabaseThatIsNotThereIsToldAndAllElseStands() throws Exception {
        Files.writeString(path, """
                {
                  "orders": {"type": "count", "sql": "SELECT 1", "targets": ["shop", "warehouse"]},
                  "stock": {"type": "count", "sql": "SELECT 2",
                    "targets": ["warehouse"]},
                  "all": {"type": "count", "sql": "SELECT 3"}
                }
                """);

        assertThat(file.inForce().absent().orElseThrow().replace(path.toString(), "file"))
                .isEqualTo("file: line 2, orders: targets: no 'warehouse'; there are [crm, shop];"
                        + " line 4, stock: targets: no 'warehouse'; there are [crm, shop]");
        assertThat(file.inForce().queries())
                .filteredOn(query -> query.isFor("shop"))
                .extracting(Query::name)
                .containsExactly("orders", "all");
        Files.writeString(path, GOOD);
        assertThat(file.inForce().absent()).isEmpty();
    }

    @Test
    void isUnderstoodAnewWhenItChanges() throws Exception {
        Files.writeString(path, GOOD);
        file.inForce();
        Files.writeString(path, "{\"other\": {\"sql\": \"SELECT 1\", \"type\": \"count\"}}");

        assertThat(told()).isEqualTo("other COUNT null for all: SELECT 1");
    }

    @Test
    void whileItIsHalfWrittenTheLastGoodOneStaysInForceAndItIsSaid() throws Exception {
        Files.writeString(path, GOOD);
        var good = told();
        for (int length : new int[] {0, 1, 40, GOOD.length() - 3}) {
            Files.writeString(path, GOOD.substring(0, length));

            assertThat(told()).isEqualTo(good);
            assertThat(file.inForce().mistake().orElseThrow())
                    .startsWith(path + ": line ")
                    .endsWith("stay in force until it is mended");
        }
        Files.delete(path);
        assertThat(file.inForce().mistake().orElseThrow()).contains("there is no such file");

        Files.writeString(path, GOOD);
        assertThat(file.inForce().mistake()).isEmpty();
    }

    @Test
    void isBrokenWhenItNeverWasGood() throws Exception {
        Files.writeString(path, GOOD.substring(0, 40));
        assertThatThrownBy(file::inForce)
                .isInstanceOf(BrokenQueriesException.class)
                .hasMessageContaining("line 3 is not JSON");

        Files.write(path, new byte[] {'{', (byte) 0xff, '}'});
        assertThatThrownBy(file::inForce).hasMessageContaining("is not UTF-8");

        Files.writeString(path, GOOD + "{}");
        assertThatThrownBy(file::inForce).hasMessageContaining("there is more behind the end");
    }

    private String told() throws IOException {
        return file.inForce().queries().stream()
                .map(query -> query.name() + " " + query.type() + " " + query.otherwise() + " for "
                        + (query.targets().isEmpty() ? "all" : query.targets()) + ": "
                        + query.statements().values().stream()
                                .map(ReadOnlySql::text)
                                .distinct()
                                .collect(joining("|")))
                .collect(joining("\n"));
    }
}
