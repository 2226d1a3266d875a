package io.pulsefleet.e2e.shop;

import java.sql.Connection;
import java.sql.SQLException;

/** What the office asks: slow statements, sorts that do not fit into memory; and old orders go. */
final class Reports {

    private final Session session;

    Reports(Session session) {
        this.session = session;
    }

    /** Takes two seconds, nearly all of them asleep. */
    void turnover() throws SQLException {
        run("turnover", """
                SELECT c.city, count(*), sum(l.count * p.price)
                FROM pg_sleep(2), orders o JOIN order_line l ON l.orders = o.id JOIN product p ON p.id = l.product
                JOIN customer c ON c.id = o.customer
                WHERE o.placed_at > now() - interval '10 minutes' AND c.city = 'Lyon' GROUP BY c.city""");
    }

    /** Writes a temporary file of some megabytes. */
    void pages() throws SQLException {
        session.transaction("reports", connection -> {
            execute(connection, "SET LOCAL work_mem = '64kB'");
            execute(
                    connection,
                    "SELECT count(*) FROM (SELECT page FROM page_view ORDER BY md5(page) OFFSET 1) AS sorted");
        });
    }

    /** Keeps an hour of orders; autovacuum clears up after it. */
    void tidyUp() throws SQLException {
        run("tidy-up", "DELETE FROM orders WHERE placed_at < now() - interval '1 hour'");
    }

    private void run(String name, String sql) throws SQLException {
        session.transaction(name, connection -> execute(connection, sql));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
