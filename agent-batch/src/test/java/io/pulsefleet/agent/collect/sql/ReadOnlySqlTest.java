package io.pulsefleet.agent.collect.sql;

import static io.pulsefleet.agent.collect.jdbc.Dialect.MYSQL;
import static io.pulsefleet.agent.collect.jdbc.Dialect.POSTGRESQL;
import static io.pulsefleet.agent.collect.sql.ReadOnlySql.Edge.END;
import static io.pulsefleet.agent.collect.sql.ReadOnlySql.Edge.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.agent.collect.jdbc.Dialect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PA-04, and what may be asked at all. */
class ReadOnlySqlTest {

    @Test
    void aParameterIsBoundAndNeverSpliced() throws Exception {
        var sql =
                "SELECT count(*) FROM t WHERE at >= %(start_time)s AND at < %(end_time)s OR at = %(start_time)s::timestamptz";

        assertThat(ReadOnlySql.of(sql, POSTGRESQL))
                .isEqualTo(new ReadOnlySql(
                        "SELECT count(*) FROM t WHERE at >= ? AND at < ? OR at = ?::timestamptz",
                        List.of(START, END, START)));
    }

    @Test
    void twoPercentSignsAreOneAndOneIsItself() throws Exception {
        assertThat(text("SELECT 7 %% 4, 7 % 4 WHERE a LIKE '50%%' OR b LIKE '%x%' -- %%(start_time)s"))
                .isEqualTo("SELECT 7 % 4, 7 % 4 WHERE a LIKE '50%' OR b LIKE '%x%' -- %%(start_time)s");
        assertThat(text("SELECT a %%(b) FROM t")).isEqualTo("SELECT a %(b) FROM t");
        assertThat(text("SELECT '%%(start_time)s'")).isEqualTo("SELECT '%(start_time)s'");
    }

    @Test
    void anOperatorOfQuestionMarksIsWrittenAsTheDriverWantsIt() throws Exception {
        assertThat(text("SELECT j ? 'a', j ?| array['b'], '?', \"?\" FROM t"))
                .isEqualTo("SELECT j ?? 'a', j ??| array['b'], '?', \"?\" FROM t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "  select 1 ;  -- done;\n",
                "(SELECT 1) UNION (SELECT 2)",
                "VALUES (1)",
                "TABLE t",
                "SHOW server_version",
                "WITH a AS (SELECT 1) SELECT * FROM a",
                "/* a; /* nested; */ DELETE */ SELECT 1",
                "SELECT ';', 'it''s; ', E'it\\'s; ', $$;$$, $a$;$$;$a$, \"a;b\" FROM t",
                "SELECT '\\', ';'",
                "SELECT deleted, \"update\", t.insert FROM t",
                "SELECT substring(a FOR 3) FROM t",
                "SELECT a$1 FROM t",
                "WITH a AS (SELECT \"delete\", b.update FROM b) SELECT 'INSERT INTO' FROM a",
                "SELECT 1 -- ; DROP TABLE t",
                "SELECT nameE'x' FROM t",
            })
    void postgresqlMayBeAsked(String sql) throws Exception {
        assertThat(ReadOnlySql.of(sql, POSTGRESQL).edges()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT 'it\\'s; ', \"it\\\"s; \", `a;b`, 'it''s; '",
                "SELECT 1 # ; DROP TABLE t",
                "SELECT 1 -- ; DROP TABLE t",
                "SELECT 1 /* ; */",
                "SELECT `\\`, 1",
                "SELECT 5--3",
                "SHOW GLOBAL STATUS LIKE 'Threads%%'",
            })
    void mysqlMayBeAsked(String sql) throws Exception {
        assertThat(ReadOnlySql.of(sql, MYSQL).edges()).isEmpty();
    }

    @Test
    void allElseIsRefusedByName() {
        refused(POSTGRESQL, "", "there is no statement");
        refused(POSTGRESQL, " -- nothing\n;", "there is no statement");
        refused(POSTGRESQL, "DELETE FROM t", "begins with 'DELETE'");
        refused(POSTGRESQL, "EXPLAIN ANALYZE DELETE FROM t", "begins with 'EXPLAIN'");
        refused(POSTGRESQL, "(DELETE FROM t)", "begins with 'DELETE'");
        refused(POSTGRESQL, "SELECT 1; SELECT 2", "more than one statement");
        refused(POSTGRESQL, "SELECT 1;;", "more than one statement");
        refused(POSTGRESQL, "SELECT '\\'; DROP TABLE t --'", "more than one statement");
        refused(POSTGRESQL, "SELECT 1 /* */ ; DROP TABLE t", "more than one statement");
        refused(POSTGRESQL, "SELECT a$$;DELETE FROM t; --$$", "more than one statement");
        refused(POSTGRESQL, "WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x", "has DELETE in a WITH");
        refused(POSTGRESQL, "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x", "has INSERT in a WITH");
        refused(POSTGRESQL, "WITH x AS (SELECT 1) UPDATE t SET a = 1", "has UPDATE in a WITH");
        refused(POSTGRESQL, "WITH x AS (SELECT 1) MERGE INTO t USING x ON true", "has MERGE in a WITH");
        refused(POSTGRESQL, "SELECT 1 INTO t", "has INTO");
        refused(POSTGRESQL, "SELECT * FROM t FOR NO KEY UPDATE", "would lock rows");
        refused(POSTGRESQL, "SELECT 'open", "a quote (') is not closed");
        refused(POSTGRESQL, "SELECT E'open\\'", "a quote (') is not closed");
        refused(POSTGRESQL, "SELECT $a$ open $$", "a quote ($a$) is not closed");
        refused(POSTGRESQL, "SELECT 1 /* /* */", "a comment (/*) is not closed");
        refused(POSTGRESQL, "SELECT '%(start_time)s'", "within quotes");
        refused(POSTGRESQL, "SELECT $$%(end_time)s$$", "within quotes");
        refused(POSTGRESQL, "SELECT %(client_id)s", "has the parameter 'client_id'");
        refused(POSTGRESQL, "SELECT $1", "has a '$1'");
        refused(POSTGRESQL, "SELECT '\0'", "NUL");
        refused(MYSQL, "SELECT 1 /*! ; DROP TABLE t */", "that MySQL executes");
        refused(MYSQL, "SELECT 1 /*M!100000 INTO OUTFILE '/tmp/x' */", "that MySQL executes");
        refused(MYSQL, "SELECT * FROM t INTO OUTFILE '/tmp/x'", "has INTO");
        refused(MYSQL, "SELECT * FROM t LOCK IN SHARE MODE", "would lock rows");
        refused(MYSQL, "SELECT ?", "has a '?'");
        refused(MYSQL, "SELECT 1 --; DROP TABLE t", "more than one statement");
        refused(MYSQL, "SELECT /* /* */ 1; DROP TABLE t -- */", "more than one statement");
    }

    private static void refused(Dialect dialect, String sql, String why) {
        assertThatThrownBy(() -> ReadOnlySql.of(sql, dialect))
                .as(sql)
                .isInstanceOf(RefusedSqlException.class)
                .hasMessageContaining(why);
    }

    private static String text(String sql) throws RefusedSqlException {
        return ReadOnlySql.of(sql, POSTGRESQL).text();
    }
}
