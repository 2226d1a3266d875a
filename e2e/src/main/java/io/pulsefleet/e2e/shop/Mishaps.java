package io.pulsefleet.e2e.shop;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Small things that go wrong, each by its name: SQLSTATE. */
final class Mishaps implements Act {

    /** @param state as PostgreSQL calls what must come of it */
    private record Mishap(String sql, String state) {}

    private static final List<Mishap> MISHAPS = List.of(
            new Mishap("INSERT INTO customer VALUES (1, 'customer 1', 'Cork')", "23505"),
            new Mishap("UPDATE product SET stock = stock - 2000000 WHERE id = 9", "23514"),
            new Mishap("SELECT price / (stock - stock) FROM product WHERE id = 9", "22012"),
            new Mishap("SELECT * FROM voucher", "42P01"),
            new Mishap("SELECT name FROM product WHERE id = 'nine'::int", "22P02"),
            new Mishap("SET LOCAL statement_timeout = '300ms'; SELECT pg_sleep(3)", "57014"),
            new Mishap("DELETE FROM product WHERE id = (SELECT product FROM order_line LIMIT 1)", "23503"));

    private final Session session;
    private final Random chance;
    private final Requests requests;

    Mishaps(Session session, Random chance) {
        this.session = session;
        this.chance = chance;
        this.requests = new Requests(chance);
    }

    @Override
    public void play() throws SQLException {
        var mishap = MISHAPS.get(chance.nextInt(MISHAPS.size()));
        mustFail(
                Set.of(mishap.state()),
                () -> session.transaction(requests.next(), connection -> {
                    try (var statement = connection.createStatement()) {
                        statement.execute(mishap.sql());
                    }
                }));
    }

    /** What belongs to the play when it fails like this; where it goes well, nothing was amiss that day. */
    static void mustFail(Set<String> states, Act act) throws SQLException {
        try {
            act.play();
        } catch (SQLException failed) {
            if (!states.contains(failed.getSQLState())) {
                throw failed;
            }
        }
    }
}
